import { Arg, Ctx, Int, Query, Resolver } from 'type-graphql'
import { Authorized } from '../access/guard.ts'
import { viewerOf, type Context } from '../context.ts'
import { auditGroups, auditKinds } from './audit-kinds.ts'
import { filterOf, readAudit, readAuditChain } from './audit.queries.ts'
import { AuditChain, AuditFilterInput, AuditKindObject, AuditPage } from './audit.types.ts'

@Resolver()
export class AuditResolver {
  @Authorized('audit:read')
  @Query(() => AuditPage, { nullable: true, description: 'The audit log, the latest line first.' })
  audit(
    @Arg('first', () => Int, { defaultValue: 50 }) first: number,
    @Arg('after', () => String, { nullable: true }) after: string | null,
    @Arg('filter', () => AuditFilterInput, { nullable: true }) filter: AuditFilterInput | null,
    @Ctx() context: Context,
  ): Promise<AuditPage> {
    return readAudit(context.db, viewerOf(context), { first, after: after ?? null, filter: filterOf(filter) })
  }

  @Authorized('audit:read')
  @Query(() => [AuditKindObject], { nullable: true, description: 'What lines of the audit log may be about.' })
  auditKinds(): AuditKindObject[] {
    return Object.entries(auditKinds).map(([key, { label, group }]) => ({ key, label, group: auditGroups[group] }))
  }

  @Authorized('audit:read')
  @Query(() => AuditChain, { nullable: true, description: 'Walks the whole audit chain and says whether it holds.' })
  auditChain(@Ctx() context: Context): Promise<AuditChain> {
    return readAuditChain(context.db)
  }
}
