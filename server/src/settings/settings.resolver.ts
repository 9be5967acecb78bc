import { GraphQLJSON } from 'graphql-scalars'
import { Arg, Ctx, ID, Int, Mutation, Query, Resolver } from 'type-graphql'
import { Authorized } from '../access/guard.ts'
import { viewerOf, type Context } from '../context.ts'
import { changeResult } from '../ledger/ledger.types.ts'
import { changeSetting } from './settings.commands.ts'
import { readSettings } from './settings.queries.ts'
import { SettingChanged, SettingsOfJurisdiction } from './settings.types.ts'

@Resolver()
export class SettingsResolver {
  @Authorized('settings:read')
  @Query(() => SettingsOfJurisdiction, { nullable: true, description: 'What holds in a jurisdiction on a day, and from where it comes.' })
  settings(
    @Arg('jurisdiction', () => ID, { nullable: true }) jurisdiction: string | null,
    @Arg('on', () => String, { nullable: true, description: 'Today where absent.' }) on: string | null,
    @Arg('revision', () => Int, { nullable: true }) revision: number | null,
    @Ctx() context: Context,
  ): Promise<SettingsOfJurisdiction> {
    return readSettings(context.db, viewerOf(context), { jurisdiction: jurisdiction ?? null, on: on ?? null, revision: revision ?? null })
  }

  @Authorized('settings:write')
  @Mutation(() => SettingChanged, {
    nullable: true,
    description: 'Sets a setting from a day on; what hangs on it is derived again in the same change.',
  })
  async setSetting(
    @Arg('name', () => String) name: string,
    @Arg('value', () => GraphQLJSON, { nullable: true, description: 'Of the form that settings names; null is “never” for a day.' })
    value: unknown,
    @Arg('validFrom', () => String, { nullable: true, description: 'A day; absent: always.' }) validFrom: string | null,
    @Arg('reason', () => String) reason: string,
    @Arg('inherit', () => Boolean, { defaultValue: false, description: 'Takes the node’s own value of that day away instead.' })
    inherit: boolean,
    @Arg('jurisdiction', () => ID, { nullable: true }) jurisdiction: string | null,
    @Ctx() context: Context,
  ): Promise<SettingChanged> {
    const asked = { name, value: value ?? null, validFrom: validFrom ?? null, reason, inherit, jurisdiction: jurisdiction ?? null }
    const { value: done, change } = await changeSetting(context.db, viewerOf(context), asked)
    return { ...changeResult(change), complaints: done.complaints }
  }
}
