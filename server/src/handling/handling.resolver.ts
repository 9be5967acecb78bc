import { Arg, Ctx, ID, Int, Mutation, Resolver } from 'type-graphql'
import { Authorized } from '../access/guard.ts'
import { viewerOf, type Context } from '../context.ts'
import { changeResult, ChangeResult } from '../ledger/ledger.types.ts'
import { handle } from './handling.commands.ts'
import type { ActKey } from './handling.rules.ts'
import { ActEnum, HandlingDetails } from './handling.types.ts'
import { undoAct } from './undo.commands.ts'

@Resolver()
export class HandlingResolver {
  @Authorized('complaint:handle')
  @Mutation(() => ChangeResult, {
    nullable: true,
    description: 'Accepts, rejects, assigns, urges, extends, closes, answers, visits, withdraws or reopens a complaint.',
  })
  async handleComplaint(
    @Arg('key', () => ID) key: string,
    @Arg('act', () => ActEnum) act: ActKey,
    @Arg('details', () => HandlingDetails) details: HandlingDetails,
    @Ctx() context: Context,
  ): Promise<ChangeResult> {
    return changeResult((await handle(context.db, viewerOf(context), { key, act, details })).change)
  }

  @Authorized('complaint:handle')
  @Mutation(() => ChangeResult, {
    nullable: true,
    description: 'Takes an act on a complaint back (a step, a correction, a registration), by the revision of its change.',
  })
  async undoComplaintAct(
    @Arg('key', () => ID) key: string,
    @Arg('revision', () => Int) revision: number,
    @Arg('reason', () => String) reason: string,
    @Ctx() context: Context,
  ): Promise<ChangeResult> {
    return changeResult((await undoAct(context.db, viewerOf(context), { key, revision, reason })).change)
  }
}
