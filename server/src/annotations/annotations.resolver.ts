import { Arg, Ctx, ID, Int, Mutation, Query, Resolver } from 'type-graphql'
import { Authorized } from '../access/guard.ts'
import { viewerOf, type Context } from '../context.ts'
import type { Written } from '../ledger/change.ts'
import { changeResult } from '../ledger/ledger.types.ts'
import { addAnnotation, removeAnnotation, restoreAnnotation } from './annotations.commands.ts'
import { readAnnotations } from './annotations.queries.ts'
import { AnnotationChanged, AnnotationInput, AnnotationObject } from './annotations.types.ts'

@Resolver()
export class AnnotationsResolver {
  @Authorized('annotation:read')
  @Query(() => [AnnotationObject], { nullable: true, description: 'The remarks that touch a period’s days, the earliest first.' })
  annotations(
    @Arg('period', () => String) period: string,
    @Arg('jurisdiction', () => ID, { nullable: true }) jurisdiction: string | null,
    @Arg('revision', () => Int, { nullable: true }) revision: number | null,
    @Ctx() context: Context,
  ): Promise<AnnotationObject[]> {
    const asked = { period, jurisdiction: jurisdiction ?? null, revision: revision ?? null }
    return readAnnotations(context.db, viewerOf(context), asked)
  }

  @Authorized('annotation:write')
  @Mutation(() => AnnotationChanged, { nullable: true, description: 'Adds a remark on some days.' })
  async addAnnotation(
    @Arg('annotation', () => AnnotationInput) annotation: AnnotationInput,
    @Ctx() context: Context,
  ): Promise<AnnotationChanged> {
    return changed(await addAnnotation(context.db, viewerOf(context), annotation))
  }

  @Authorized('annotation:write')
  @Mutation(() => AnnotationChanged, { nullable: true, description: 'Takes a remark back, from now on.' })
  async removeAnnotation(@Arg('key', () => ID) key: string, @Ctx() context: Context): Promise<AnnotationChanged> {
    return changed(await removeAnnotation(context.db, viewerOf(context), key))
  }

  @Authorized('annotation:write')
  @Mutation(() => AnnotationChanged, { nullable: true, description: 'Puts a remark back that was taken back.' })
  async restoreAnnotation(@Arg('key', () => ID) key: string, @Ctx() context: Context): Promise<AnnotationChanged> {
    return changed(await restoreAnnotation(context.db, viewerOf(context), key))
  }
}

function changed({ value, change }: Written<string>): AnnotationChanged {
  return { ...changeResult(change), key: value }
}
