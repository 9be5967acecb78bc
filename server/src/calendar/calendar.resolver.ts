import { Arg, Ctx, ID, Int, Mutation, Query, Resolver } from 'type-graphql'
import { Authorized } from '../access/guard.ts'
import { viewerOf, type Context } from '../context.ts'
import { changeResult } from '../ledger/ledger.types.ts'
import { loadCalendarFile, previewCalendar, undoCalendar, type CalendarFile } from './calendar.commands.ts'
import { readWorkingYear } from './calendar.queries.ts'
import { CalendarChanged, CalendarPreview, WorkingYear } from './calendar.types.ts'

@Resolver()
export class CalendarResolver {
  @Authorized('settings:read')
  @Query(() => WorkingYear, { nullable: true, description: 'The working days of a node in a year.' })
  workingYear(
    @Arg('year', () => Int, { nullable: true, description: 'This one where absent.' }) year: number | null,
    @Arg('jurisdiction', () => ID, { nullable: true }) jurisdiction: string | null,
    @Arg('revision', () => Int, { nullable: true }) revision: number | null,
    @Ctx() context: Context,
  ): Promise<WorkingYear> {
    const asked = { year: year ?? null, jurisdiction: jurisdiction ?? null, revision: revision ?? null }
    return readWorkingYear(context.db, viewerOf(context), asked)
  }

  @Authorized('settings:write')
  @Query(() => CalendarPreview, { nullable: true, description: 'What an uploaded calendar file would change; nothing is written.' })
  async previewCalendar(
    @Arg('file', () => ID, { description: 'The id that POST /files gave.' }) file: string,
    @Arg('jurisdiction', () => ID, { nullable: true }) jurisdiction: string | null,
    @Ctx() context: Context,
  ): Promise<CalendarPreview> {
    return previewCalendar(context.db, viewerOf(context), await uploaded(context, file), jurisdiction ?? null)
  }

  @Authorized('settings:write')
  @Mutation(() => CalendarChanged, { nullable: true, description: 'Replaces the years that an uploaded calendar file holds.' })
  async loadCalendar(
    @Arg('file', () => ID) file: string,
    @Arg('reason', () => String) reason: string,
    @Arg('jurisdiction', () => ID, { nullable: true }) jurisdiction: string | null,
    @Ctx() context: Context,
  ): Promise<CalendarChanged> {
    const asked = { reason, jurisdiction: jurisdiction ?? null }
    const { value, change } = await loadCalendarFile(context.db, viewerOf(context), await uploaded(context, file), asked)
    await context.service.files.drop(file)
    return { ...changeResult(change), years: value.years, days: value.differences.length, complaints: value.complaints }
  }

  @Authorized('settings:write')
  @Mutation(() => CalendarChanged, { nullable: true, description: 'Takes a change of the calendar back.' })
  async undoCalendar(
    @Arg('change', () => ID) change: string,
    @Arg('reason', () => String) reason: string,
    @Arg('jurisdiction', () => ID, { nullable: true }) jurisdiction: string | null,
    @Ctx() context: Context,
  ): Promise<CalendarChanged> {
    const asked = { change, reason, jurisdiction: jurisdiction ?? null }
    const { value, change: done } = await undoCalendar(context.db, viewerOf(context), asked)
    return { ...changeResult(done), years: value.years, days: value.differences.length, complaints: value.complaints }
  }
}

function uploaded(context: Context, file: string): Promise<CalendarFile> {
  return context.service.files.find(file, viewerOf(context).userId)
}
