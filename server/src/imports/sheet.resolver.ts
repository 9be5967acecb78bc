import { Arg, Ctx, ID, Int, Mutation, Query, Resolver } from 'type-graphql'
import { Authorized } from '../access/guard.ts'
import { viewerOf, type Context } from '../context.ts'
import { ExportFormatEnum, ExportTicket, type ExportFormatKey } from '../exports/exports.types.ts'
import { readDraftSheet, stagedDraft } from './drafts.ts'
import { exportRejected } from './rejected-file.ts'
import { ImportSheet, RowOutcomeEnum, type RowOutcome } from './sheet.types.ts'
import { NotFoundError } from '../platform/errors.ts'

@Resolver()
export class SheetResolver {
  @Authorized('import:prepare')
  @Query(() => ImportSheet, {
    nullable: true,
    description: 'The rows of a dry run of one’s own as the file has them, masked, each with its outcome.',
  })
  importSheet(
    @Arg('id', () => ID) id: string,
    @Arg('outcomes', () => [RowOutcomeEnum], { nullable: true }) outcomes: RowOutcome[] | null,
    @Arg('problem', () => String, {
      nullable: true,
      description: 'Rows with a problem of this kind (a `problem` of the draft), or ANY: all that a person should look at.',
    })
    problem: string | null,
    @Arg('value', () => String, { nullable: true, description: 'Of these the ones with this value.' }) value: string | null,
    @Arg('first', () => Int, { defaultValue: 100 }) first: number,
    @Arg('after', () => String, { nullable: true }) after: string | null,
    @Arg('at', () => Int, { nullable: true, description: 'Starts at this position of the file, instead of after a cursor.' })
    at: number | null,
    @Arg('backward', () => Boolean, { defaultValue: false, description: 'The rows before, nearest last.' }) backward: boolean,
    @Ctx() context: Context,
  ): Promise<ImportSheet | null> {
    const page = {
      outcomes: outcomes ?? null,
      problem: problem ?? null,
      value: value ?? null,
      first,
      after: after ?? null,
      at: at ?? null,
      backward,
    }
    return readDraftSheet(context.db, viewerOf(context), id, page)
  }

  @Authorized('import:prepare')
  @Mutation(() => ExportTicket, {
    nullable: true,
    description: 'The rows that are not taken, as a file: the cells as they were, masked, and why. Mended, it can be imported.',
  })
  async exportRejected(
    @Arg('id', () => ID) id: string,
    @Arg('format', () => ExportFormatEnum) format: ExportFormatKey,
    @Ctx() context: Context,
  ): Promise<ExportTicket> {
    const viewer = viewerOf(context)
    const found = await stagedDraft(context.db, viewer, id)
    if (!found) throw new NotFoundError({ zh: '没有这份试导入。', en: 'There is no such draft.' })
    return exportRejected(context.service, viewer, found.one, found.report, format)
  }
}
