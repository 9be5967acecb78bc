import { Arg, Ctx, ID, Int, Mutation, Query, Resolver } from 'type-graphql'
import { Authorized } from '../access/guard.ts'
import { viewerOf, type Context } from '../context.ts'
import { ChangeResult, changeResult } from '../ledger/ledger.types.ts'
import { setExposures, turnExposures } from './exposures.commands.ts'
import { readExposureGrid, readExposureHistory } from './exposures.queries.ts'
import { ExposureGrid, ExposureHistory, ExposureInput, ExposuresSet } from './exposures.types.ts'

@Resolver()
export class ExposuresResolver {
  @Authorized('exposure:read')
  @Query(() => ExposureGrid, { nullable: true, description: 'What rates are taken per on a day: each group’s members and bases.' })
  exposureGrid(
    @Arg('on', () => String, { nullable: true, description: 'Today where absent.' }) on: string | null,
    @Arg('peerGroup', () => ID, { nullable: true, description: 'Absent: all groups.' }) peerGroup: string | null,
    @Arg('jurisdiction', () => ID, { nullable: true }) jurisdiction: string | null,
    @Arg('revision', () => Int, { nullable: true }) revision: number | null,
    @Ctx() context: Context,
  ): Promise<ExposureGrid> {
    const asked = { on: on ?? null, peerGroup: peerGroup ?? null, jurisdiction: jurisdiction ?? null, revision: revision ?? null }
    return readExposureGrid(context.db, viewerOf(context), asked)
  }

  @Authorized('exposure:read')
  @Query(() => ExposureHistory, { nullable: true, description: 'Every value that was given of an institution’s base.' })
  exposureHistory(
    @Arg('institution', () => ID) institution: string,
    @Arg('base', () => String) base: string,
    @Arg('jurisdiction', () => ID, { nullable: true }) jurisdiction: string | null,
    @Arg('revision', () => Int, { nullable: true }) revision: number | null,
    @Ctx() context: Context,
  ): Promise<ExposureHistory> {
    const asked = { institution, base, jurisdiction: jurisdiction ?? null, revision: revision ?? null }
    return readExposureHistory(context.db, viewerOf(context), asked)
  }

  @Authorized('exposure:write')
  @Mutation(() => ExposuresSet, {
    nullable: true,
    description: 'Enters values for a day as one batch, as an exposures file would; all or none.',
  })
  async setExposures(
    @Arg('on', () => String, { description: 'The day that they hold for.' }) on: string,
    @Arg('cells', () => [ExposureInput]) cells: ExposureInput[],
    @Arg('source', () => String, { nullable: true }) source: string | null,
    @Arg('reason', () => String) reason: string,
    @Arg('since', () => Int, { description: 'The revision that was looked at.' }) since: number,
    @Arg('jurisdiction', () => ID, { nullable: true }) jurisdiction: string | null,
    @Ctx() context: Context,
  ): Promise<ExposuresSet> {
    const asked = { on, cells, source: source?.trim() || null, reason, since, jurisdiction: jurisdiction ?? null }
    const { value, change } = await setExposures(context.db, viewerOf(context), asked)
    return { ...changeResult(change), ...value }
  }

  @Authorized('exposure:write')
  @Mutation(() => ChangeResult, { nullable: true, description: 'Takes back what one change entered in the grid, or restores it.' })
  async undoExposures(
    @Arg('revision', () => Int) revision: number,
    @Arg('restore', () => Boolean, { defaultValue: false }) restore: boolean,
    @Arg('reason', () => String) reason: string,
    @Arg('jurisdiction', () => ID, { nullable: true }) jurisdiction: string | null,
    @Ctx() context: Context,
  ): Promise<ChangeResult> {
    const asked = { revision, restore, reason, jurisdiction: jurisdiction ?? null }
    const { change } = await turnExposures(context.db, viewerOf(context), asked)
    return changeResult(change)
  }
}
