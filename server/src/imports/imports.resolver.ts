import { GraphQLJSON } from 'graphql-scalars'
import { Arg, Ctx, ID, Int, Mutation, Query, Resolver } from 'type-graphql'
import { Authorized } from '../access/guard.ts'
import { RegisterEnum, type RegisterKey } from '../analytics/analytics.enums.ts'
import { viewerOf, type Context } from '../context.ts'
import type { Written } from '../ledger/change.ts'
import { restoreBatch, voidBatch, type BatchOutcome } from './batches.commands.ts'
import type { ImportKind } from './columns.ts'
import { commitDraft, stopCommit } from './draft-commit.ts'
import { cancelDraft, readDraft, startDraft } from './drafts.ts'
import { draftObject, importFields, readBatch, readBatches } from './imports.queries.ts'
import {
  BatchChange,
  BatchObject,
  BatchPage,
  CommittedImport,
  ImportDraftObject,
  ImportFieldObject,
  ImportKindEnum,
  TakeEnum,
  type TakeKey,
} from './imports.types.ts'

@Resolver()
export class ImportsResolver {
  @Authorized('import:read')
  @Query(() => [ImportFieldObject], { nullable: true, description: 'The columns that a file of a kind may bring.' })
  importFields(@Arg('kind', () => ImportKindEnum) kind: ImportKind): ImportFieldObject[] {
    return importFields(kind)
  }

  @Authorized('import:prepare')
  @Query(() => ImportDraftObject, { nullable: true, description: 'A dry run of one’s own and its progress.' })
  async importDraft(@Arg('id', () => ID) id: string, @Ctx() context: Context): Promise<ImportDraftObject | null> {
    const draft = await readDraft(context.db, viewerOf(context), id)
    return draft && draftObject(draft)
  }

  @Authorized('import:read')
  @Query(() => BatchPage, { nullable: true, description: 'Committed files, the latest first.' })
  batches(
    @Arg('first', () => Int, { defaultValue: 50 }) first: number,
    @Arg('after', () => String, { nullable: true }) after: string | null,
    @Arg('search', () => String, { defaultValue: '', description: 'A part of the file’s name.' }) search: string,
    @Ctx() context: Context,
  ): Promise<BatchPage> {
    return readBatches(context.db, viewerOf(context), first, after ?? null, search)
  }

  @Authorized('import:read')
  @Query(() => BatchObject, { nullable: true })
  batch(@Arg('key', () => ID) key: string, @Ctx() context: Context): Promise<BatchObject | null> {
    return readBatch(context.db, viewerOf(context), key)
  }

  @Authorized('import:prepare')
  @Mutation(() => ImportDraftObject, { nullable: true, description: 'Starts the dry run of an uploaded file; the ledger stays as it is.' })
  async startImport(
    @Arg('file', () => ID, { description: 'What POST /files answered, or a draft whose file is read again.' }) file: string,
    @Arg('kind', () => ImportKindEnum) kind: ImportKind,
    @Arg('map', () => GraphQLJSON, { nullable: true, description: 'MAP.json: columns, values, defaults, create, dates.' }) map: unknown,
    @Arg('register', () => RegisterEnum, { defaultValue: 'regulator' }) register: RegisterKey,
    @Arg('recall', () => Boolean, {
      defaultValue: true,
      description: 'Without a map, the one that the office keeps for the file’s headings is used.',
    })
    recall: boolean,
    @Ctx() context: Context,
  ): Promise<ImportDraftObject> {
    const viewer = viewerOf(context)
    const id = await startDraft(context.service, viewer, {
      file,
      kind,
      map,
      register: register === 'institution' ? 'INSTITUTION' : 'REGULATOR',
      recall,
    })
    const draft = await readDraft(context.db, viewer, id)
    if (!draft) throw new Error('The draft was not written.')
    return draftObject(draft)
  }

  @Authorized('import:commit')
  @Mutation(() => CommittedImport, { nullable: true, description: 'Enters a draft: all good rows together, as one batch.' })
  async commitImport(
    @Arg('id', () => ID) id: string,
    @Arg('strict', () => Boolean, { defaultValue: false, description: 'All rows or none.' }) strict: boolean,
    @Arg('take', () => TakeEnum, { nullable: true, description: 'FILE releases earlier corrections in the file’s columns.' })
    take: TakeKey | null,
    @Arg('try', () => Boolean, { defaultValue: false, description: 'A real ledger into the demo, to try.' }) tryDemo: boolean,
    @Arg('replace', () => ID, {
      nullable: true,
      description: 'A batch of a file without numbers that this one corrects: void in the same change.',
    })
    replace: string | null,
    @Arg('takeRows', () => [Int], {
      nullable: true,
      description: 'Rows (`position` of their conflicts) whose file values release earlier corrections, where take is PERSON.',
    })
    takeRows: number[] | null,
    @Arg('remember', () => Boolean, { defaultValue: true, description: 'Keeps the mapping for the next file with these headings.' })
    remember: boolean,
    @Ctx() context: Context,
  ): Promise<CommittedImport> {
    const report = await commitDraft(context.service, viewerOf(context), id, {
      strict,
      take: take === 'file',
      tryDemo,
      replace: replace ?? null,
      takeRows: takeRows ?? [],
      remember,
    })
    return {
      batch: report.batch ?? '',
      new: report.new,
      changed: report.changed,
      identical: report.identical,
      ledger: { revision: report.revision ?? 0 },
    }
  }

  @Authorized('import:commit')
  @Mutation(() => Boolean, { nullable: true, description: 'Stops a commit on its way: nothing of it is entered, the draft stays.' })
  stopCommit(@Arg('id', () => ID) id: string, @Ctx() context: Context): Promise<boolean> {
    return stopCommit(context.service, viewerOf(context), id)
  }

  @Authorized('import:prepare')
  @Mutation(() => Boolean, { nullable: true, description: 'Ends a draft and removes its file.' })
  cancelImport(@Arg('id', () => ID) id: string, @Ctx() context: Context): Promise<boolean> {
    return cancelDraft(context.service, viewerOf(context), id)
  }

  @Authorized('import:void')
  @Mutation(() => BatchChange, { nullable: true, description: 'Makes a batch’s assertions inactive; it can be restored.' })
  async voidBatch(
    @Arg('key', () => ID) key: string,
    @Arg('withCorrections', () => Boolean, { defaultValue: false }) withCorrections: boolean,
    @Arg('reason', () => String) reason: string,
    @Ctx() context: Context,
  ): Promise<BatchChange> {
    return batchChange(await voidBatch(context.db, viewerOf(context), key, withCorrections, reason))
  }

  @Authorized('import:void')
  @Mutation(() => BatchChange, { nullable: true, description: 'Makes active again exactly what the batch’s void made inactive.' })
  async restoreBatch(
    @Arg('key', () => ID) key: string,
    @Arg('reason', () => String) reason: string,
    @Ctx() context: Context,
  ): Promise<BatchChange> {
    return batchChange(await restoreBatch(context.db, viewerOf(context), key, reason))
  }
}

function batchChange({ value, change }: Written<BatchOutcome>): BatchChange {
  return {
    complaints: value.complaints,
    passedOver: value.passedOver.map((number) => number ?? '—'),
    ledger: { revision: change.revision },
  }
}
