import { Arg, Ctx, ID, Int, Query, Resolver } from 'type-graphql'
import { Authorized } from '../access/guard.ts'
import { viewerOf, type Context } from '../context.ts'
import { readAttention } from './attention.queries.ts'
import { AttentionItem } from './attention.types.ts'

@Resolver()
export class AttentionResolver {
  @Authorized('analytics:read')
  @Query(() => [AttentionItem], { nullable: true, description: 'What needs attention, the gravest first.' })
  attention(
    @Arg('period', () => String, { nullable: true }) period: string | null,
    @Arg('jurisdiction', () => ID, { nullable: true }) jurisdiction: string | null,
    @Arg('revision', () => Int, { nullable: true }) revision: number | null,
    @Ctx() context: Context,
  ): Promise<AttentionItem[]> {
    const asked = { period: period ?? null, jurisdiction: jurisdiction ?? null, revision: revision ?? null }
    return readAttention(context.db, viewerOf(context), asked)
  }
}
