import { Ctx, Query, Resolver } from 'type-graphql'
import { Authorized } from '../access/guard.ts'
import type { Context } from '../context.ts'
import { readUsers } from './users.queries.ts'
import { User } from './users.types.ts'

@Resolver()
export class UsersResolver {
  @Authorized('user:read')
  @Query(() => [User], { nullable: true, description: 'Everybody who can sign in, with grants.' })
  users(@Ctx() context: Context): Promise<User[]> {
    return readUsers(context.db)
  }
}
