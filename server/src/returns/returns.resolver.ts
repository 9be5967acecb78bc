import { Arg, Ctx, ID, Int, Mutation, Query, Resolver } from 'type-graphql'
import { Authorized } from '../access/guard.ts'
import { RegisterEnum, type RegisterKey } from '../analytics/analytics.enums.ts'
import { formBreak } from '../analytics/series-breaks.ts'
import { isDay } from '../analytics/calendar.ts'
import { viewerOf, type Context } from '../context.ts'
import { write } from '../ledger/change.ts'
import { addSeriesBreak } from '../ledger/dated.ts'
import { ChangeResult, changeResult } from '../ledger/ledger.types.ts'
import { InvalidError } from '../platform/errors.ts'
import { readReturn, readReturnPeriods, readReturns } from './returns.queries.ts'
import { ReturnList, ReturnObject, ReturnPeriod } from './returns.types.ts'

@Resolver()
export class ReturnsResolver {
  @Authorized('return:read')
  @Query(() => [ReturnPeriod], { nullable: true, description: 'Periods that have returns, the latest first.' })
  returnPeriods(
    @Arg('register', () => RegisterEnum, { defaultValue: 'regulator' }) register: RegisterKey,
    @Arg('jurisdiction', () => ID, { nullable: true }) jurisdiction: string | null,
    @Arg('revision', () => Int, { nullable: true }) revision: number | null,
    @Ctx() context: Context,
  ): Promise<ReturnPeriod[]> {
    return readReturnPeriods(context.db, viewerOf(context), { register, jurisdiction: jurisdiction ?? null, revision: revision ?? null })
  }

  @Authorized('return:read')
  @Query(() => ReturnList, {
    nullable: true,
    description: 'Who reported what for exactly this period, beside what the ledger counts; who did not.',
  })
  returns(
    @Arg('period', () => String) period: string,
    @Arg('register', () => RegisterEnum, { defaultValue: 'regulator' }) register: RegisterKey,
    @Arg('institution', () => ID, { nullable: true }) institution: string | null,
    @Arg('jurisdiction', () => ID, { nullable: true }) jurisdiction: string | null,
    @Arg('revision', () => Int, { nullable: true }) revision: number | null,
    @Ctx() context: Context,
  ): Promise<ReturnList> {
    const asked = { period, register, institution: institution ?? null, jurisdiction: jurisdiction ?? null, revision: revision ?? null }
    return readReturns(context.db, viewerOf(context), asked)
  }

  @Authorized('return:read')
  @Query(() => ReturnObject, { nullable: true, description: 'A return cell by cell, as stated: the rows behind a reported figure.' })
  return(
    @Arg('key', () => ID) key: string,
    @Arg('jurisdiction', () => ID, { nullable: true }) jurisdiction: string | null,
    @Arg('revision', () => Int, { nullable: true }) revision: number | null,
    @Ctx() context: Context,
  ): Promise<ReturnObject | null> {
    return readReturn(context.db, viewerOf(context), key, { jurisdiction: jurisdiction ?? null, revision: revision ?? null })
  }

  @Authorized('settings:write')
  @Mutation(() => ChangeResult, {
    nullable: true,
    description: 'A form counts otherwise from this day on: its figures are not compared across it.',
  })
  async registerFormBreak(
    @Arg('form', () => String) form: string,
    @Arg('on', () => String, { description: 'The first day of the new count, 2022-01-01.' }) on: string,
    @Arg('zh', () => String) zh: string,
    @Arg('en', () => String) en: string,
    @Ctx() context: Context,
  ): Promise<ChangeResult> {
    const viewer = viewerOf(context)
    if (!isDay(on) || form.trim() === '' || zh.trim() === '' || en.trim() === '')
      throw new InvalidError(
        { zh: '请给出报表、日期（2022-01-01）和中英文说明。', en: 'Give the form, a day (2022-01-01) and the sentence in both languages.' },
        [{ path: isDay(on) ? 'form' : 'on', reason: 'MISSING_VALUE', params: { value: on } }],
      )
    const act = { kind: 'SERIES_BREAK', regionId: viewer.rootRegionId, detail: { form, on } }
    const { change } = await write(context.db, viewer, act, (writing) =>
      addSeriesBreak(writing, { on, metrics: [formBreak('reported', form), formBreak('gap', form)], zh, en }),
    )
    return changeResult(change)
  }
}
