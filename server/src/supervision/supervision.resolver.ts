import { Arg, Ctx, ID, Int, Mutation, Query, Resolver } from 'type-graphql'
import { Authorized } from '../access/guard.ts'
import { viewerOf, type Context } from '../context.ts'
import { changeResult } from '../ledger/ledger.types.ts'
import type { Decision } from '../ledger/supervision-decisions.ts'
import { readStanding } from './standing.queries.ts'
import { decide, undoDecision } from './supervision.commands.ts'
import { DecisionEnum } from './supervision.enums.ts'
import { readList, readProposals } from './supervision.queries.ts'
import {
  SupervisionChanged,
  SupervisionList,
  SupervisionMeasureInput,
  SupervisionProposals,
  SupervisionStanding,
} from './supervision.types.ts'

const periodWords = 'The list’s period; absent: the one after the latest period that is complete.'

@Resolver()
export class SupervisionResolver {
  @Authorized('supervision:read')
  @Query(() => SupervisionProposals, { nullable: true, description: 'What the criteria propose for a list of key supervision.' })
  supervisionProposals(
    @Arg('period', () => String, { nullable: true, description: periodWords }) period: string | null,
    @Arg('jurisdiction', () => ID, { nullable: true }) jurisdiction: string | null,
    @Arg('revision', () => Int, { nullable: true }) revision: number | null,
    @Ctx() context: Context,
  ): Promise<SupervisionProposals> {
    return readProposals(context.db, viewerOf(context), askedOf(period, jurisdiction, revision))
  }

  @Authorized('supervision:read')
  @Query(() => SupervisionList, { nullable: true, description: 'A list of key supervision with its history.' })
  supervisionList(
    @Arg('period', () => String, { nullable: true, description: periodWords }) period: string | null,
    @Arg('jurisdiction', () => ID, { nullable: true }) jurisdiction: string | null,
    @Arg('revision', () => Int, { nullable: true }) revision: number | null,
    @Ctx() context: Context,
  ): Promise<SupervisionList> {
    return readList(context.db, viewerOf(context), askedOf(period, jurisdiction, revision))
  }

  @Authorized('supervisionStanding:read')
  @Query(() => SupervisionStanding, { nullable: true, description: 'Whether an institution is on the list of key supervision, and why.' })
  supervisionStanding(
    @Arg('institution', () => ID) institution: string,
    @Arg('period', () => String, { nullable: true, description: periodWords }) period: string | null,
    @Arg('jurisdiction', () => ID, { nullable: true }) jurisdiction: string | null,
    @Arg('revision', () => Int, { nullable: true }) revision: number | null,
    @Ctx() context: Context,
  ): Promise<SupervisionStanding> {
    return readStanding(context.db, viewerOf(context), institution, askedOf(period, jurisdiction, revision))
  }

  @Authorized('supervision:decide')
  @Mutation(() => SupervisionChanged, { nullable: true, description: 'Decides on a proposal, with the reason and what is demanded.' })
  async decideSupervision(
    @Arg('period', () => String) period: string,
    @Arg('institution', () => ID) institution: string,
    @Arg('decision', () => DecisionEnum) decision: Decision,
    @Arg('reason', () => String) reason: string,
    @Arg('measures', () => [SupervisionMeasureInput], { defaultValue: [] }) measures: SupervisionMeasureInput[],
    @Arg('revision', () => Int, { description: 'The revision whose proposal was looked at.' }) revision: number,
    @Arg('jurisdiction', () => ID, { nullable: true }) jurisdiction: string | null,
    @Ctx() context: Context,
  ): Promise<SupervisionChanged> {
    const asked = { period, institution, decision, reason, measures, revision, jurisdiction: jurisdiction ?? null }
    const { value, change } = await decide(context.db, viewerOf(context), asked)
    return { ...changeResult(change), decision: value.key }
  }

  @Authorized('supervision:decide')
  @Mutation(() => SupervisionChanged, { nullable: true, description: 'Takes a decision back; what was proposed is open again.' })
  async undoSupervision(
    @Arg('decision', () => ID) decision: string,
    @Arg('reason', () => String) reason: string,
    @Arg('jurisdiction', () => ID, { nullable: true }) jurisdiction: string | null,
    @Ctx() context: Context,
  ): Promise<SupervisionChanged> {
    const { value, change } = await undoDecision(context.db, viewerOf(context), decision, reason, jurisdiction ?? null)
    return { ...changeResult(change), decision: value.key }
  }
}

function askedOf(period: string | null, jurisdiction: string | null, revision: number | null) {
  return { period: period || null, jurisdiction: jurisdiction ?? null, revision: revision ?? null }
}
