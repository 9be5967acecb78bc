import { Arg, Ctx, ID, Mutation, Query, Resolver } from 'type-graphql'
import { Authorized } from '../access/guard.ts'
import { endSession } from '../access/session.ts'
import { viewerOf, type Context } from '../context.ts'
import { writeAs } from '../db/snapshot.ts'
import { actorOf, auditAlone } from '../ledger/audit.ts'
import { ConflictError } from '../platform/errors.ts'
import type { Language } from '../platform/label.ts'
import { acceptInvitation } from './invitations.ts'
import { readSession, readSessionOf } from './session.queries.ts'
import { InvitationLink, LanguageEnum, Session } from './session.types.ts'
import { signIn } from './sign-in.commands.ts'

@Resolver()
export class SessionResolver {
  @Query(() => Session, { nullable: true, description: 'Public: who is signed in, and what kind of installation this is.' })
  session(@Ctx() context: Context): Promise<Session> {
    return readSession(context, context.viewer)
  }

  @Mutation(() => Session, { nullable: true, description: 'Public: signs in and sets the session’s cookie.' })
  async signIn(
    @Arg('name', () => String) name: string,
    @Arg('password', () => String) password: string,
    @Ctx() context: Context,
  ): Promise<Session> {
    const { token, userId } = await signIn(context.db, { name, password, address: context.address })
    context.setCookie(token)
    return readSessionOf(context, userId)
  }

  @Authorized('session:keep')
  @Mutation(() => Session, { nullable: true, description: 'Ends the session that this request came with.' })
  async signOut(@Ctx() context: Context): Promise<Session> {
    if (context.token) await endSession(context.db, context.token)
    await auditAlone(context.db, { kind: 'SIGN_OUT', actor: actorOf(viewerOf(context)), detail: {} })
    context.setCookie(null)
    return readSession(context, null)
  }

  @Authorized('session:keep')
  @Mutation(() => Session, { nullable: true, description: 'Remembers the viewer’s language.' })
  async setLanguage(@Arg('language', () => LanguageEnum) language: Language, @Ctx() context: Context): Promise<Session> {
    const { userId } = viewerOf(context)
    await writeAs(context.db, 'mingjing_identity', (tx) =>
      tx.updateTable('user_account').set({ language }).where('id', '=', userId).execute(),
    )
    return readSessionOf(context, userId)
  }

  @Mutation(() => Session, { nullable: true, description: 'Public: makes the user of a one-time link and signs in.' })
  async acceptInvitation(
    @Arg('token', () => ID) secret: string,
    @Arg('name', () => String) name: string,
    @Arg('password', () => String) password: string,
    @Arg('displayName', () => String, { nullable: true }) displayName: string | null,
    @Ctx() context: Context,
  ): Promise<Session> {
    const { token, userId } = await acceptInvitation(context.db, { token: secret, name, password, displayName })
    context.setCookie(token)
    return readSessionOf(context, userId)
  }

  @Authorized('installation:start')
  @Mutation(() => InvitationLink, {
    nullable: true,
    description:
      '开始正式使用: switches from the demo to an empty database of the office and returns the one-time link of its first administrator.',
  })
  async startReal(@Ctx() context: Context): Promise<InvitationLink> {
    const { startReal } = context.service
    if (!startReal) {
      throw new ConflictError({ zh: '当前已在正式使用。', en: 'This installation is in formal use already.' })
    }
    await auditAlone(context.db, { kind: 'START_REAL', actor: actorOf(viewerOf(context)), detail: {} })
    const token = await startReal()
    context.setCookie(null)
    return { token, path: `/setup#${token}` }
  }
}
