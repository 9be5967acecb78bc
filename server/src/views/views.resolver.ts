import { Arg, Ctx, ID, Mutation, Query, Resolver } from 'type-graphql'
import { Authorized } from '../access/guard.ts'
import type { Role } from '../access/permissions.ts'
import { viewerOf, type Context } from '../context.ts'
import { RoleEnum } from '../users/session.types.ts'
import { deleteView, renameView, restoreView, saveView, shareView } from './views.commands.ts'
import { readViews } from './views.queries.ts'
import { SavedView } from './views.types.ts'

@Resolver()
export class ViewsResolver {
  @Authorized('view:keep')
  @Query(() => [SavedView], { nullable: true, description: 'The viewer’s own views, then those shared with their role at their node.' })
  savedViews(
    @Arg('path', () => String, { nullable: true, description: 'Those of one page.' }) path: string | null,
    @Ctx() context: Context,
  ): Promise<SavedView[]> {
    return readViews(context.db, viewerOf(context), path ?? null)
  }

  @Authorized('view:keep')
  @Mutation(() => ID, { nullable: true, description: 'Keeps a page with its filters under a name; gives its key.' })
  saveView(
    @Arg('name', () => String) name: string,
    @Arg('path', () => String) path: string,
    @Arg('search', () => String, { description: 'Of the address: names and keys alone.' }) search: string,
    @Arg('role', () => RoleEnum, { nullable: true, description: 'A role of the viewer’s that sees it too.' }) role: Role | null,
    @Ctx() context: Context,
  ): Promise<string> {
    return saveView(context.db, viewerOf(context), { name, path, search, role: role ?? null })
  }

  @Authorized('view:keep')
  @Mutation(() => ID, { nullable: true })
  async renameView(@Arg('key', () => ID) key: string, @Arg('name', () => String) name: string, @Ctx() context: Context): Promise<string> {
    await renameView(context.db, viewerOf(context), key, name)
    return key
  }

  @Authorized('view:keep')
  @Mutation(() => ID, { nullable: true, description: 'Shows a view to a role of the viewer’s at their node; without one, to nobody else.' })
  async shareView(
    @Arg('key', () => ID) key: string,
    @Arg('role', () => RoleEnum, { nullable: true }) role: Role | null,
    @Ctx() context: Context,
  ): Promise<string> {
    await shareView(context.db, viewerOf(context), key, role ?? null)
    return key
  }

  @Authorized('view:keep')
  @Mutation(() => ID, { nullable: true, description: 'Takes a view out of every list; restoreView brings it back.' })
  async deleteView(@Arg('key', () => ID) key: string, @Ctx() context: Context): Promise<string> {
    await deleteView(context.db, viewerOf(context), key)
    return key
  }

  @Authorized('view:keep')
  @Mutation(() => ID, { nullable: true })
  async restoreView(@Arg('key', () => ID) key: string, @Ctx() context: Context): Promise<string> {
    await restoreView(context.db, viewerOf(context), key)
    return key
  }
}
