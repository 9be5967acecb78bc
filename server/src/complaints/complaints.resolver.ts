import { Arg, Ctx, ID, Info, Int, Query, Resolver } from 'type-graphql'
import type { GraphQLResolveInfo } from 'graphql'
import { Authorized } from '../access/guard.ts'
import { viewerOf, type Context } from '../context.ts'
import { readComplaint } from './complaint-detail.queries.ts'
import { readComplaints } from './complaints.queries.ts'
import { Complaint, ComplaintPage, ComplaintRows } from './complaints.types.ts'

@Resolver()
export class ComplaintsResolver {
  @Authorized('complaint:read')
  @Query(() => ComplaintPage, { nullable: true, description: 'The complaints behind a number, or all of a period, latest first.' })
  complaints(
    @Arg('rows', () => ComplaintRows) rows: ComplaintRows,
    @Arg('first', () => Int, { defaultValue: 50 }) first: number,
    @Arg('after', () => String, { nullable: true }) after: string | null,
    @Ctx() context: Context,
    @Info() info: GraphQLResolveInfo,
  ): Promise<ComplaintPage> {
    return readComplaints(context.db, viewerOf(context), { rows, first, after: after ?? null, counted: asksFor(info, 'totalCount') })
  }

  @Authorized('complaint:read')
  @Query(() => Complaint, { nullable: true, description: 'One complaint with its history.' })
  complaint(
    @Arg('key', () => ID) key: string,
    @Arg('revision', () => Int, { nullable: true }) revision: number | null,
    @Ctx() context: Context,
  ): Promise<Complaint> {
    return readComplaint(context.db, viewerOf(context), key, revision ?? null)
  }
}

/** Whether the answer's own selection names a field; a fragment may, so it counts as naming it. */
function asksFor(info: GraphQLResolveInfo, field: string): boolean {
  return info.fieldNodes.some(
    (node) => node.selectionSet?.selections.some((one) => one.kind !== 'Field' || one.name.value === field) ?? false,
  )
}
