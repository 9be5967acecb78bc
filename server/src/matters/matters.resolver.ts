import { Arg, Ctx, ID, Int, Mutation, Query, Resolver } from 'type-graphql'
import { Authorized } from '../access/guard.ts'
import { viewerOf, type Context } from '../context.ts'
import { changeResult } from '../ledger/ledger.types.ts'
import type { Written } from '../ledger/change.ts'
import { InvalidError } from '../platform/errors.ts'
import { confirmRepeats, dismissRepeats, takeBackDismissals, undoRepeats, type Chosen, type RepeatsOutcome } from './matters.commands.ts'
import { ComplaintPair, DismissedRepeatPage, MergedMatterPage, RepeatPage, RepeatRows, RepeatsDone } from './matters.types.ts'
import { readDismissed, readMerged } from './merged.queries.ts'
import { readRepeats } from './repeats.queries.ts'

@Resolver()
export class MattersResolver {
  @Authorized('matter:merge')
  @Query(() => RepeatPage, {
    nullable: true,
    description: 'Pairs of complaints that may be one matter, with their evidence, latest first.',
  })
  repeatCandidates(
    @Arg('rows', () => RepeatRows) rows: RepeatRows,
    @Arg('first', () => Int, { defaultValue: 50 }) first: number,
    @Arg('after', () => String, { nullable: true }) after: string | null,
    @Ctx() context: Context,
  ): Promise<RepeatPage> {
    return readRepeats(context.db, viewerOf(context), { rows, first, after: after ?? null })
  }

  @Authorized('matter:merge')
  @Query(() => MergedMatterPage, { nullable: true, description: 'Merged matters, the latest made first.' })
  mergedMatters(
    @Arg('jurisdiction', () => ID, { nullable: true }) jurisdiction: string | null,
    @Arg('revision', () => Int, { nullable: true }) revision: number | null,
    @Arg('first', () => Int, { defaultValue: 50 }) first: number,
    @Arg('after', () => String, { nullable: true }) after: string | null,
    @Ctx() context: Context,
  ): Promise<MergedMatterPage> {
    const asked = { jurisdiction: jurisdiction ?? null, revision: revision ?? null, first, after: after ?? null }
    return readMerged(context.db, viewerOf(context), asked)
  }

  @Authorized('matter:merge')
  @Query(() => DismissedRepeatPage, { nullable: true, description: 'Pairs judged to be two matters, the latest first.' })
  dismissedRepeats(
    @Arg('jurisdiction', () => ID, { nullable: true }) jurisdiction: string | null,
    @Arg('revision', () => Int, { nullable: true }) revision: number | null,
    @Arg('first', () => Int, { defaultValue: 50 }) first: number,
    @Arg('after', () => String, { nullable: true }) after: string | null,
    @Ctx() context: Context,
  ): Promise<DismissedRepeatPage> {
    const asked = { jurisdiction: jurisdiction ?? null, revision: revision ?? null, first, after: after ?? null }
    return readDismissed(context.db, viewerOf(context), asked)
  }

  @Authorized('matter:merge')
  @Mutation(() => RepeatsDone, { nullable: true, description: 'Merges candidates, the pairs named or all of a filter, in one change.' })
  async confirmRepeats(
    @Arg('pairs', () => [ComplaintPair], { nullable: true }) pairs: ComplaintPair[] | null,
    @Arg('rows', () => RepeatRows, { nullable: true, description: 'All that these filters find …' }) rows: RepeatRows | null,
    @Arg('expected', () => Int, { nullable: true, description: '… if they are still so many.' }) expected: number | null,
    @Arg('reason', () => String) reason: string,
    @Ctx() context: Context,
  ): Promise<RepeatsDone> {
    return done(await confirmRepeats(context.db, viewerOf(context), chosenBy(pairs, rows, expected), reason))
  }

  @Authorized('matter:merge')
  @Mutation(() => RepeatsDone, { nullable: true, description: 'Remembers candidates as two matters each; they are not proposed again.' })
  async dismissRepeats(
    @Arg('pairs', () => [ComplaintPair], { nullable: true }) pairs: ComplaintPair[] | null,
    @Arg('rows', () => RepeatRows, { nullable: true, description: 'All that these filters find …' }) rows: RepeatRows | null,
    @Arg('expected', () => Int, { nullable: true, description: '… if they are still so many.' }) expected: number | null,
    @Arg('reason', () => String) reason: string,
    @Ctx() context: Context,
  ): Promise<RepeatsDone> {
    return done(await dismissRepeats(context.db, viewerOf(context), chosenBy(pairs, rows, expected), reason))
  }

  @Authorized('matter:merge')
  @Mutation(() => RepeatsDone, { nullable: true, description: 'Takes dismissals back: the pairs may be proposed again.' })
  async takeBackDismissals(
    @Arg('pairs', () => [ComplaintPair]) pairs: ComplaintPair[],
    @Arg('reason', () => String) reason: string,
    @Ctx() context: Context,
  ): Promise<RepeatsDone> {
    return done(await takeBackDismissals(context.db, viewerOf(context), pairs, reason))
  }

  @Authorized('matter:merge')
  @Mutation(() => RepeatsDone, {
    nullable: true,
    description: 'Undoes what one change merged or dismissed, as a whole, as far as it stands.',
  })
  async undoRepeats(
    @Arg('change', () => ID) change: string,
    @Arg('reason', () => String) reason: string,
    @Ctx() context: Context,
  ): Promise<RepeatsDone> {
    return done(await undoRepeats(context.db, viewerOf(context), change, reason))
  }
}

function done({ value, change }: Written<RepeatsOutcome>): RepeatsDone {
  return { ...value, ...changeResult(change) }
}

function chosenBy(pairs: ComplaintPair[] | null, rows: RepeatRows | null, expected: number | null): Chosen {
  if (pairs && !rows) return { pairs }
  if (rows && !pairs && typeof expected === 'number') return { rows, expected }
  throw new InvalidError({ zh: '请给出若干对投诉，或筛选条件及其件数。', en: 'Give pairs, or filters with how many they find.' }, [
    { path: 'pairs', reason: 'PAIRS_OR_ROWS' },
  ])
}
