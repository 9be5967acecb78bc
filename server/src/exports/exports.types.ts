import { Field, ObjectType } from 'type-graphql'
import { Job } from '../jobs/jobs.types.ts'
import { registryEnum } from '../platform/enum.ts'
import { listKeys, listRegistry, type ListKey } from './lists.ts'

export type ExportFormatKey = 'xlsx' | 'csv'
export const ExportFormatEnum = registryEnum<ExportFormatKey>('ExportFormat', ['xlsx', 'csv'], 'What a table leaves as.')

export const ExportListEnum = registryEnum<ListKey>(
  'ExportList',
  listKeys,
  'A list that leaves as a file.',
  (key) => `the rows of ${listRegistry[key].field}`,
)

@ObjectType({ simpleResolvers: true, description: 'A prepared export: the address streams it once, to the one who asked for it.' })
export class ExportTicket {
  @Field(() => String)
  url!: string

  @Field(() => String)
  fileName!: string
}

@ObjectType({ simpleResolvers: true, description: 'A list that is being written to a file.' })
export class ListExportJob {
  @Field(() => Job)
  job!: Job

  @Field(() => ExportTicket, { nullable: true, description: 'Once the file is there.' })
  ticket!: ExportTicket | null
}
