import { Arg, Ctx, ID, Int, Query, Resolver } from 'type-graphql'
import { Authorized } from '../access/guard.ts'
import { viewerOf, type Context } from '../context.ts'
import { readAssessments } from './assessments.queries.ts'
import { AssessmentList } from './assessments.types.ts'

@Resolver()
export class AssessmentsResolver {
  @Authorized('assessment:read')
  @Query(() => AssessmentList, { nullable: true, description: 'Assessment results as they were given, of a period or the latest.' })
  assessments(
    @Arg('period', () => String, { nullable: true }) period: string | null,
    @Arg('jurisdiction', () => ID, { nullable: true }) jurisdiction: string | null,
    @Arg('revision', () => Int, { nullable: true }) revision: number | null,
    @Ctx() context: Context,
  ): Promise<AssessmentList> {
    const asked = { period: period ?? null, jurisdiction: jurisdiction ?? null, revision: revision ?? null }
    return readAssessments(context.db, viewerOf(context), asked)
  }
}
