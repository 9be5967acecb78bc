import { GraphQLJSON } from 'graphql-scalars'
import { Arg, Ctx, ID, Mutation, Query, Resolver } from 'type-graphql'
import { Authorized } from '../access/guard.ts'
import { viewerOf, type Context } from '../context.ts'
import type { ImportKind } from './columns.ts'
import { ImportKindEnum } from './imports.types.ts'
import { addMapping, changeMapping, deleteMapping, restoreMapping } from './mappings.commands.ts'
import { readMappings } from './mappings.queries.ts'
import { ImportMapping } from './mappings.types.ts'

@Resolver()
export class MappingsResolver {
  @Authorized('import:read')
  @Query(() => [ImportMapping], { nullable: true, description: 'The mappings that the viewer’s office keeps, the latest used first.' })
  importMappings(@Ctx() context: Context): Promise<ImportMapping[]> {
    return readMappings(context.db, viewerOf(context))
  }

  @Authorized('mapping:write')
  @Mutation(() => ID, { nullable: true, description: 'Keeps a MAP.json: it serves files that have all headings it names.' })
  addMapping(
    @Arg('kind', () => ImportKindEnum) kind: ImportKind,
    @Arg('name', () => String) name: string,
    @Arg('map', () => GraphQLJSON) map: unknown,
    @Ctx() context: Context,
  ): Promise<string> {
    return addMapping(context.db, viewerOf(context), kind, name, map)
  }

  @Authorized('mapping:write')
  @Mutation(() => Boolean, { nullable: true, description: 'Another name, another content, or both.' })
  async changeMapping(
    @Arg('key', () => ID) key: string,
    @Arg('name', () => String, { nullable: true }) name: string | null,
    @Arg('map', () => GraphQLJSON, { nullable: true }) map: unknown,
    @Ctx() context: Context,
  ): Promise<boolean> {
    await changeMapping(context.db, viewerOf(context), key, { name: name ?? null, map })
    return true
  }

  @Authorized('mapping:write')
  @Mutation(() => Boolean, { nullable: true, description: 'Forgets a mapping; restoreMapping brings it back.' })
  async deleteMapping(@Arg('key', () => ID) key: string, @Ctx() context: Context): Promise<boolean> {
    await deleteMapping(context.db, viewerOf(context), key)
    return true
  }

  @Authorized('mapping:write')
  @Mutation(() => Boolean, { nullable: true })
  async restoreMapping(@Arg('key', () => ID) key: string, @Ctx() context: Context): Promise<boolean> {
    await restoreMapping(context.db, viewerOf(context), key)
    return true
  }
}
