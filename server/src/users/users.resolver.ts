import { Arg, Ctx, ID, Int, Mutation, Query, Resolver } from 'type-graphql'
import { Authorized } from '../access/guard.ts'
import type { Role } from '../access/permissions.ts'
import { viewerOf, type Context } from '../context.ts'
import { endSessions, setDisabled } from './accounts.commands.ts'
import { addGrant, setGrantEnd } from './grants.commands.ts'
import { inviteUser, resetPassword, withdrawInvitation, type Link } from './invitations.ts'
import { InvitationLink, RoleEnum } from './session.types.ts'
import { readInvitations, readUsers } from './users.queries.ts'
import { OpenInvitation, User } from './users.types.ts'

const last = 'Last day, YYYY-MM-DD; absent: without an end.'

@Resolver()
export class UsersResolver {
  @Authorized('user:read')
  @Query(() => [User], { nullable: true, description: 'Everybody who can sign in, with grants.' })
  users(@Ctx() context: Context): Promise<User[]> {
    return readUsers(context.db, viewerOf(context))
  }

  @Authorized('user:read')
  @Query(() => [OpenInvitation], { nullable: true, description: 'One-time links that nobody has used yet.' })
  invitations(@Ctx() context: Context): Promise<OpenInvitation[]> {
    return readInvitations(context.db, viewerOf(context))
  }

  @Authorized('user:write')
  @Mutation(() => InvitationLink, { nullable: true, description: 'Makes a one-time link; whoever opens it first makes the user.' })
  async inviteUser(
    @Arg('role', () => RoleEnum) role: Role,
    @Arg('region', () => ID, { nullable: true, description: 'Key of a region node; this or an institution.' }) region: string | null,
    @Arg('institution', () => ID, { nullable: true }) institution: string | null,
    @Arg('startsOn', () => String, { nullable: true }) startsOn: string | null,
    @Arg('endsOn', () => String, { nullable: true, description: last }) endsOn: string | null,
    @Ctx() context: Context,
  ): Promise<InvitationLink> {
    const asked = { role, region: region ?? null, institution: institution ?? null, startsOn: startsOn ?? null, endsOn: endsOn ?? null }
    return linkOf(await inviteUser(context.db, viewerOf(context), asked), null)
  }

  @Authorized('user:write')
  @Mutation(() => InvitationLink, { nullable: true, description: 'Makes a one-time link with which a user sets another password.' })
  async resetPassword(@Arg('name', () => String) name: string, @Ctx() context: Context): Promise<InvitationLink> {
    return linkOf(await resetPassword(context.db, viewerOf(context), name), name)
  }

  @Authorized('user:write')
  @Mutation(() => Boolean, { nullable: true, description: 'Ends a one-time link that nobody has used.' })
  async withdrawInvitation(@Arg('key', () => ID) key: string, @Ctx() context: Context): Promise<boolean> {
    await withdrawInvitation(context.db, viewerOf(context), key)
    return true
  }

  @Authorized('user:write')
  @Mutation(() => Boolean, { nullable: true, description: 'Disables an account, whose sessions end at once, or lets it in again.' })
  async setUserDisabled(
    @Arg('name', () => String) name: string,
    @Arg('disabled', () => Boolean) disabled: boolean,
    @Ctx() context: Context,
  ): Promise<boolean> {
    await setDisabled(context.db, viewerOf(context), name, disabled)
    return true
  }

  @Authorized('user:write')
  @Mutation(() => Int, { nullable: true, description: 'Ends every session of a user; gives how many there were.' })
  endSessions(@Arg('name', () => String) name: string, @Ctx() context: Context): Promise<number> {
    return endSessions(context.db, viewerOf(context), name)
  }

  @Authorized('user:write')
  @Mutation(() => ID, { nullable: true, description: 'Gives a user a role at a place; gives the grant’s key. A stand-in has an end.' })
  addGrant(
    @Arg('name', () => String) name: string,
    @Arg('role', () => RoleEnum) role: Role,
    @Arg('region', () => ID, { nullable: true }) region: string | null,
    @Arg('institution', () => ID, { nullable: true }) institution: string | null,
    @Arg('startsOn', () => String, { nullable: true }) startsOn: string | null,
    @Arg('endsOn', () => String, { nullable: true, description: last }) endsOn: string | null,
    @Ctx() context: Context,
  ): Promise<string> {
    const asked = { role, region: region ?? null, institution: institution ?? null, startsOn: startsOn ?? null, endsOn: endsOn ?? null }
    return addGrant(context.db, viewerOf(context), name, asked)
  }

  @Authorized('user:write')
  @Mutation(() => Boolean, { nullable: true, description: 'Sets the last day of a grant; one that is past ends it at once.' })
  async setGrantEnd(
    @Arg('grant', () => ID) grant: string,
    @Arg('endsOn', () => String, { nullable: true, description: last }) endsOn: string | null,
    @Ctx() context: Context,
  ): Promise<boolean> {
    await setGrantEnd(context.db, viewerOf(context), { grant, endsOn: endsOn ?? null })
    return true
  }
}

/** What stands behind the # is sent to no server; the name beside it tells the page whose password is set. */
function linkOf({ token, expiresAt }: Link, user: string | null): InvitationLink {
  const path = user === null ? `/setup#${token}` : `/setup?user=${encodeURIComponent(user)}#${token}`
  return { token, path, expiresAt }
}
