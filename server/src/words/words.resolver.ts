import { Arg, Ctx, Mutation, Query, Resolver } from 'type-graphql'
import { Authorized } from '../access/guard.ts'
import { viewerOf, type Context } from '../context.ts'
import { changeResult } from '../ledger/ledger.types.ts'
import { classifyWords, previewClassification } from './words.commands.ts'
import { readEntryWords, readUnclassifiedWords } from './words.queries.ts'
import { ClassificationPreview, HeldWord, UnclassifiedWords, WordMeaning, WordsClassified } from './words.types.ts'

@Resolver()
export class WordsResolver {
  @Authorized('import:read')
  @Query(() => UnclassifiedWords, { nullable: true, description: 'Words in the ledger that their dictionaries lack.' })
  unclassifiedWords(@Ctx() context: Context): Promise<UnclassifiedWords> {
    return readUnclassifiedWords(context.db, viewerOf(context))
  }

  @Authorized('import:read')
  @Query(() => [HeldWord], { nullable: true, description: 'The words that mean an entry of a dictionary, most complaints first.' })
  entryWords(
    @Arg('dictionary', () => String) dictionary: string,
    @Arg('entry', () => String, { description: 'Its key.' }) entry: string,
    @Ctx() context: Context,
  ): Promise<HeldWord[]> {
    return readEntryWords(context.db, viewerOf(context), dictionary, entry)
  }

  @Authorized('word:classify')
  @Query(() => ClassificationPreview, {
    nullable: true,
    description: 'How many complaints a classification would change; nothing is written.',
  })
  previewClassification(@Arg('words', () => [WordMeaning]) words: WordMeaning[], @Ctx() context: Context): Promise<ClassificationPreview> {
    return previewClassification(context.db, viewerOf(context), words)
  }

  @Authorized('word:classify')
  @Mutation(() => WordsClassified, {
    nullable: true,
    description: 'Gives words a meaning; their complaints are classified without a new import.',
  })
  async classifyWords(
    @Arg('words', () => [WordMeaning]) words: WordMeaning[],
    @Arg('reason', () => String, { nullable: true }) reason: string | null,
    @Ctx() context: Context,
  ): Promise<WordsClassified> {
    const { value, change } = await classifyWords(context.db, viewerOf(context), words, reason ?? null)
    return { ...changeResult(change), complaints: value.complaints }
  }
}
