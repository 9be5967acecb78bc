import { Field, ID, Int, ObjectType, registerEnumType } from 'type-graphql'
import { LabelObject } from '../platform/label.object.ts'
import type { JobRow, JobState } from './jobs.ts'

export const JobStateEnum = {
  QUEUED: 'QUEUED',
  RUNNING: 'RUNNING',
  DONE: 'DONE',
  FAILED: 'FAILED',
  CANCELLED: 'CANCELLED',
} as const satisfies Record<JobState, JobState>
registerEnumType(JobStateEnum, { name: 'JobState', description: 'Where a piece of background work stands.' })

@ObjectType('Job', { description: 'Work in the background; ask again for its progress.' })
export class Job {
  @Field(() => ID)
  id!: string

  @Field(() => String, { nullable: true, description: 'READING, COMPARING, COMMITTING …' })
  step!: string | null

  @Field(() => Int, { description: 'How much is done: rows, for an import.' })
  done!: number

  @Field(() => Int, { nullable: true, description: 'Out of how much, where that is known.' })
  total!: number | null

  @Field(() => JobStateEnum)
  state!: JobState

  @Field(() => LabelObject, { nullable: true })
  error!: LabelObject | null
}

export function jobObject({ key, step, done, total, state, error }: JobRow): Job {
  return { id: key, step, done, total, state, error }
}
