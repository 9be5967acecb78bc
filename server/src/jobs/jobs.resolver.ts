import { Arg, Ctx, ID, Query, Resolver } from 'type-graphql'
import { Authorized } from '../access/guard.ts'
import { viewerOf, type Context } from '../context.ts'
import { readJob } from './jobs.ts'
import { Job, jobObject } from './jobs.types.ts'

@Resolver()
export class JobsResolver {
  @Authorized('job:read')
  @Query(() => Job, { nullable: true, description: 'The progress of a job of one’s own.' })
  async job(@Arg('id', () => ID) id: string, @Ctx() context: Context): Promise<Job | null> {
    const job = await readJob(context.db, viewerOf(context), id)
    return job && jobObject(job)
  }
}
