import { Arg, Ctx, Int, Query, Resolver } from 'type-graphql'
import { Authorized } from '../access/guard.ts'
import { viewerOf, type Context } from '../context.ts'
import { readAudit } from './audit.queries.ts'
import { AuditPage } from './audit.types.ts'

@Resolver()
export class AuditResolver {
  @Authorized('audit:read')
  @Query(() => AuditPage, { nullable: true, description: 'The audit log, the latest line first.' })
  audit(
    @Arg('first', () => Int, { defaultValue: 50 }) first: number,
    @Arg('after', () => String, { nullable: true }) after: string | null,
    @Ctx() context: Context,
  ): Promise<AuditPage> {
    return readAudit(context.db, viewerOf(context), { first, after: after ?? null })
  }
}
