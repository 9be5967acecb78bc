import { Arg, Ctx, Mutation, Query, Resolver } from 'type-graphql'
import { Authorized } from '../access/guard.ts'
import { viewerOf, type Context } from '../context.ts'
import { changeResult } from '../ledger/ledger.types.ts'
import { changeInstitution, previewInstitutionChange, type ChangeAsked } from './change.commands.ts'
import { InstitutionChange, InstitutionChanged, InstitutionChangePreview } from './change.types.ts'
import { readChangeValues } from './change.rules.ts'

@Resolver()
export class InstitutionChangeResolver {
  @Authorized('institution:write')
  @Query(() => InstitutionChangePreview, {
    nullable: true,
    description: 'Checks a change of an institution and tells how many complaints it would resolve again.',
  })
  institutionChangePreview(
    @Arg('change', () => InstitutionChange) change: InstitutionChange,
    @Ctx() context: Context,
  ): Promise<InstitutionChangePreview> {
    return previewInstitutionChange(context.db, viewerOf(context), askedBy(change))
  }

  @Authorized('institution:write')
  @Mutation(() => InstitutionChanged, {
    nullable: true,
    description: 'Changes an institution, or takes such a change back; complaints that hang on it are resolved again in the same change.',
  })
  async changeInstitution(
    @Arg('change', () => InstitutionChange) change: InstitutionChange,
    @Arg('reason', () => String) reason: string,
    @Ctx() context: Context,
  ): Promise<InstitutionChanged> {
    const { value, change: done } = await changeInstitution(context.db, viewerOf(context), askedBy(change), reason)
    return { ...changeResult(done), ...value }
  }
}

function askedBy({ act, key, validFrom, movedTo, values, undoes, since, jurisdiction }: InstitutionChange): ChangeAsked {
  return {
    act,
    key: key ?? null,
    validFrom: validFrom ?? null,
    movedTo: movedTo ?? null,
    values: readChangeValues(values ?? {}),
    undoes: undoes ?? null,
    since,
    jurisdiction: jurisdiction ?? null,
  }
}
