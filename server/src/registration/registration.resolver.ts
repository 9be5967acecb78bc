import { Arg, Ctx, Int, Mutation, Query, Resolver } from 'type-graphql'
import { Authorized } from '../access/guard.ts'
import { viewerOf, type Context } from '../context.ts'
import { LOCAL_SOURCE } from '../imports/complaint-row.ts'
import { digestSecret } from '../imports/secret.ts'
import { registerComplaint } from './registration.commands.ts'
import { checkTyped, readChoices, readProposal } from './registration.queries.ts'
import { Registration, RegistrationCheck, RegistrationChoice, RegistrationProposal, TypedValues } from './registration.types.ts'

const valuesText = 'An object of field: text; fields as importFields(COMPLAINTS) names them.'

@Resolver()
export class RegistrationResolver {
  @Authorized('complaint:register')
  @Query(() => RegistrationProposal, { nullable: true, description: 'What a new complaint begins with.' })
  registrationProposal(
    @Arg('source', () => String, { defaultValue: LOCAL_SOURCE, description: 'Who issues the number.' }) source: string,
    @Ctx() context: Context,
  ): Promise<RegistrationProposal> {
    return readProposal(context.db, viewerOf(context), source)
  }

  @Authorized('complaint:register')
  @Query(() => [RegistrationChoice], {
    nullable: true,
    description: 'What a field may hold: by name, alias, code, or the initials of their readings (hfyh).',
  })
  registrationChoices(
    @Arg('field', () => String) field: string,
    @Arg('search', () => String, { defaultValue: '' }) search: string,
    @Arg('on', () => String, { nullable: true, description: 'Institutions as on this day; absent: today.' }) on: string | null,
    @Arg('first', () => Int, { defaultValue: 20 }) first: number,
    @Ctx() context: Context,
  ): Promise<RegistrationChoice[]> {
    const day = on && /^\d{4}-\d{2}-\d{2}$/.test(on) ? on : null
    return readChoices(context.db, viewerOf(context), { field, search, on: day, first })
  }

  @Authorized('complaint:register')
  @Query(() => RegistrationCheck, {
    nullable: true,
    description: 'What a typed complaint comes to, by the rules of imports; nothing is kept.',
  })
  registrationCheck(
    @Arg('values', () => TypedValues, { description: valuesText }) values: unknown,
    @Arg('numberProposed', () => Boolean, { defaultValue: false }) numberProposed: boolean,
    @Ctx() context: Context,
  ): Promise<RegistrationCheck> {
    return checkTyped(context.db, viewerOf(context), { values, numberProposed }, secretOf(context))
  }

  @Authorized('complaint:register')
  @Mutation(() => Registration, { nullable: true, description: 'Registers one complaint that a person typed, by the rules of imports.' })
  registerComplaint(
    @Arg('values', () => TypedValues, { description: valuesText }) values: unknown,
    @Arg('numberProposed', () => Boolean, {
      defaultValue: false,
      description: 'The number is the proposed one, or absent: if it is gone, the next is given.',
    })
    numberProposed: boolean,
    @Arg('confirmDuplicate', () => Boolean, { defaultValue: false, description: 'Enter it although it may repeat another.' })
    confirmDuplicate: boolean,
    @Ctx() context: Context,
  ): Promise<Registration> {
    return registerComplaint(context.db, viewerOf(context), { values, numberProposed, confirmDuplicate }, secretOf(context))
  }
}

function secretOf(context: Context): Buffer {
  return digestSecret(context.service.config.dataDir)
}
