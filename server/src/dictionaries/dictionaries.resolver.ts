import { Arg, Ctx, ID, Int, Mutation, Query, Resolver } from 'type-graphql'
import { Authorized } from '../access/guard.ts'
import { viewerOf, type Context } from '../context.ts'
import { changeResult } from '../ledger/ledger.types.ts'
import { addEntry, changeEntry, previewEntry } from './dictionaries.commands.ts'
import { readDictionaries, readDictionaryActs, readMissingStandard } from './dictionaries.queries.ts'
import {
  Dictionary,
  DictionaryActs,
  DictionaryChanged,
  DictionaryEntryInput,
  DictionaryPreview,
  MissingStandardEntry,
} from './dictionaries.types.ts'
import { dictionaryActs } from './dictionary-acts.ts'
import { addStandardEntries } from './standard.commands.ts'
import { undoDictionary } from './undo.commands.ts'

@Resolver()
export class DictionariesResolver {
  @Authorized('dictionary:read')
  @Query(() => [Dictionary], { nullable: true, description: 'The dictionaries that words are classified by.' })
  dictionaries(
    @Arg('dictionary', () => String, { nullable: true, description: 'One alone.' }) dictionary: string | null,
    @Ctx() context: Context,
  ): Promise<Dictionary[]> {
    return readDictionaries(context.db, viewerOf(context), dictionary ?? null)
  }

  @Authorized('dictionary:read')
  @Query(() => [MissingStandardEntry], { nullable: true, description: 'Standard entries that the dictionaries lack.' })
  missingStandardEntries(@Ctx() context: Context): Promise<MissingStandardEntry[]> {
    return readMissingStandard(context.db, viewerOf(context))
  }

  @Authorized('dictionary:read')
  @Query(() => DictionaryActs, {
    nullable: true,
    description: 'What was done to dictionaries and to the meaning of words, the latest first.',
  })
  dictionaryActs(
    @Arg('first', () => Int, { defaultValue: 20 }) first: number,
    @Arg('after', () => String, { nullable: true }) after: string | null,
    @Ctx() context: Context,
  ): Promise<DictionaryActs> {
    return readDictionaryActs(context.db, viewerOf(context), first, after ?? null)
  }

  @Authorized('dictionary:write')
  @Query(() => DictionaryPreview, {
    nullable: true,
    description: 'How many complaints a change of an entry would classify otherwise; refused as the change would be.',
  })
  previewDictionaryEntry(
    @Arg('dictionary', () => String) dictionary: string,
    @Arg('entry', () => ID, { nullable: true, description: 'Absent: a new one.' }) entry: string | null,
    @Arg('input', () => DictionaryEntryInput) input: DictionaryEntryInput,
    @Ctx() context: Context,
  ): Promise<DictionaryPreview> {
    return previewEntry(context.db, viewerOf(context), dictionary, entry ?? null, input)
  }

  @Authorized('dictionary:write')
  @Mutation(() => DictionaryChanged, { nullable: true, description: 'Adds an entry; open words that are written like it mean it.' })
  async addDictionaryEntry(
    @Arg('dictionary', () => String) dictionary: string,
    @Arg('input', () => DictionaryEntryInput) input: DictionaryEntryInput,
    @Arg('reason', () => String) reason: string,
    @Ctx() context: Context,
  ): Promise<DictionaryChanged> {
    const { value, change } = await addEntry(context.db, viewerOf(context), dictionary, input, reason)
    return { ...changeResult(change), entry: value.key, complaints: value.complaints, added: 1 }
  }

  @Authorized('dictionary:write')
  @Mutation(() => DictionaryChanged, {
    nullable: true,
    description: 'Changes an entry: names, code, place, attributes, day of retirement.',
  })
  async changeDictionaryEntry(
    @Arg('dictionary', () => String) dictionary: string,
    @Arg('entry', () => ID) entry: string,
    @Arg('input', () => DictionaryEntryInput) input: DictionaryEntryInput,
    @Arg('reason', () => String) reason: string,
    @Ctx() context: Context,
  ): Promise<DictionaryChanged> {
    const { value, change } = await changeEntry(context.db, viewerOf(context), { kind: dictionary, key: entry }, input, reason)
    return { ...changeResult(change), entry: value.key, complaints: value.complaints, added: 0 }
  }

  @Authorized('dictionary:write')
  @Mutation(() => DictionaryChanged, { nullable: true, description: 'Adds the standard entries that are missing, in one change.' })
  async addStandardEntries(@Arg('reason', () => String) reason: string, @Ctx() context: Context): Promise<DictionaryChanged> {
    const { value, change } = await addStandardEntries(context.db, viewerOf(context), reason)
    return { ...changeResult(change), entry: null, ...value }
  }

  @Authorized('dictionary:write')
  @Mutation(() => DictionaryChanged, { nullable: true, description: 'Takes an act on dictionaries or words back.' })
  async undoDictionaryAct(
    @Arg('change', () => ID) change: string,
    @Arg('reason', () => String) reason: string,
    @Ctx() context: Context,
  ): Promise<DictionaryChanged> {
    const done = await undoDictionary(context.db, viewerOf(context), { change, reason, acts: dictionaryActs })
    return { ...changeResult(done.change), entry: null, complaints: done.value.complaints, added: 0 }
  }

  @Authorized('word:classify')
  @Mutation(() => DictionaryChanged, { nullable: true, description: 'Takes a classification of words back.' })
  async undoClassification(
    @Arg('change', () => ID) change: string,
    @Arg('reason', () => String) reason: string,
    @Ctx() context: Context,
  ): Promise<DictionaryChanged> {
    const done = await undoDictionary(context.db, viewerOf(context), { change, reason, acts: ['CLASSIFY_WORDS'] })
    return { ...changeResult(done.change), entry: null, complaints: done.value.complaints, added: 0 }
  }
}
