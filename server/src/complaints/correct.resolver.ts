import { GraphQLJSON } from 'graphql-scalars'
import { Arg, Ctx, ID, Mutation, Resolver } from 'type-graphql'
import { Authorized } from '../access/guard.ts'
import { viewerOf, type Context } from '../context.ts'
import { sealing } from '../imports/originals.ts'
import { digestSecret } from '../imports/secret.ts'
import { keyedDigests } from '../imports/tokens.ts'
import { changeResult, ChangeResult } from '../ledger/ledger.types.ts'
import { correct, merge, split } from './correct.commands.ts'
import { readOriginal } from './original.commands.ts'

@Resolver()
export class CorrectionResolver {
  @Authorized('complaint:correct')
  @Mutation(() => ChangeResult, { nullable: true, description: 'A person’s correction: only the fields named, with a reason.' })
  async correctComplaint(
    @Arg('key', () => ID) key: string,
    @Arg('changes', () => GraphQLJSON, { description: 'An object of field: text or null; fields as importFields(COMPLAINTS) names them.' })
    changes: unknown,
    @Arg('reason', () => String) reason: string,
    @Ctx() context: Context,
  ): Promise<ChangeResult> {
    const digests = keyedDigests(digestSecret(context.service.config.dataDir))
    return changeResult((await correct(context.db, viewerOf(context), { key, changes, reason }, digests)).change)
  }

  @Authorized('matter:merge')
  @Mutation(() => ChangeResult, { nullable: true, description: 'Joins repeat complaints to one matter.' })
  async mergeComplaints(
    @Arg('keys', () => [ID]) keys: string[],
    @Arg('reason', () => String) reason: string,
    @Ctx() context: Context,
  ): Promise<ChangeResult> {
    return changeResult((await merge(context.db, viewerOf(context), { keys, reason })).change)
  }

  @Authorized('matter:merge')
  @Mutation(() => ChangeResult, { nullable: true, description: 'Sets complaints free of their matter, each alone.' })
  async splitComplaints(
    @Arg('keys', () => [ID]) keys: string[],
    @Arg('reason', () => String) reason: string,
    @Ctx() context: Context,
  ): Promise<ChangeResult> {
    return changeResult((await split(context.db, viewerOf(context), { keys, reason })).change)
  }

  @Authorized('original:read')
  @Mutation(() => String, {
    nullable: true,
    description: 'The text before it was masked, where the jurisdiction keeps originals; leaves an audit line with the reason.',
  })
  async readOriginal(
    @Arg('key', () => ID) key: string,
    @Arg('reason', () => String) reason: string,
    @Ctx() context: Context,
  ): Promise<string | null> {
    return readOriginal(context.db, viewerOf(context), { key, reason }, sealing(digestSecret(context.service.config.dataDir)))
  }
}
