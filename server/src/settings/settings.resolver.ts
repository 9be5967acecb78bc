import { GraphQLJSON } from 'graphql-scalars'
import { Arg, Ctx, ID, Int, Mutation, Query, Resolver } from 'type-graphql'
import { Authorized } from '../access/guard.ts'
import { viewerOf, type Context } from '../context.ts'
import { changeResult } from '../ledger/ledger.types.ts'
import { changeSetting, previewSetting, undoSetting } from './settings.commands.ts'
import { readSettings } from './settings.queries.ts'
import { SettingChanged, SettingPreview, SettingsOfJurisdiction } from './settings.types.ts'

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
  @Query(() => SettingPreview, { nullable: true, description: 'How many complaints a change would derive otherwise; nothing is written.' })
  previewSetting(
    @Arg('name', () => String) name: string,
    @Arg('value', () => GraphQLJSON, { nullable: true }) value: unknown,
    @Arg('validFrom', () => String, { nullable: true }) validFrom: string | null,
    @Arg('inherit', () => Boolean, { defaultValue: false }) inherit: boolean,
    @Arg('jurisdiction', () => ID, { nullable: true }) jurisdiction: string | null,
    @Ctx() context: Context,
  ): Promise<SettingPreview> {
    const asked = { name, value: value ?? null, validFrom: validFrom ?? null, inherit, jurisdiction: jurisdiction ?? null }
    return previewSetting(context.db, viewerOf(context), asked)
  }

  @Authorized('settings:write')
  @Mutation(() => SettingChanged, { nullable: true, description: 'Takes the last act on a setting of the node back.' })
  async undoSetting(
    @Arg('name', () => String) name: string,
    @Arg('revision', () => Int, { description: 'Of the act.' }) revision: number,
    @Arg('reason', () => String) reason: string,
    @Arg('jurisdiction', () => ID, { nullable: true }) jurisdiction: string | null,
    @Ctx() context: Context,
  ): Promise<SettingChanged> {
    const asked = { name, revision, reason, jurisdiction: jurisdiction ?? null }
    const { value: done, change } = await undoSetting(context.db, viewerOf(context), asked)
    return { ...changeResult(change), complaints: done.complaints }
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
