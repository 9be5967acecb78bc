import { Arg, Ctx, ID, Int, Query, Resolver } from 'type-graphql'
import { Authorized } from '../access/guard.ts'
import { DimensionEnum } from '../analytics/analytics.enums.ts'
import type { DimensionKey } from '../analytics/dimensions.ts'
import { MetricQuery } from '../analytics/metric-query.types.ts'
import { viewerOf, type Context } from '../context.ts'
import { readInstitutions } from './institutions.queries.ts'
import type { Standing } from './institutions.rules.ts'
import { InstitutionList, InstitutionMix, InstitutionProfile, InstitutionStandingEnum } from './institutions.types.ts'
import { readInstitutionMix } from './mix.queries.ts'
import { readInstitution } from './profile.queries.ts'

@Resolver()
export class InstitutionsResolver {
  @Authorized('institution:read')
  @Query(() => InstitutionList, {
    nullable: true,
    description: 'The institutions that the viewer sees, by group; found by name, alias, key or initials.',
  })
  institutions(
    @Arg('period', () => String, { nullable: true, description: 'As they stood in it; absent: today.' }) period: string | null,
    @Arg('search', () => String, { defaultValue: '' }) search: string,
    @Arg('peerGroup', () => ID, { nullable: true, description: 'A group’s key; NONE: without one.' }) peerGroup: string | null,
    @Arg('region', () => ID, { nullable: true, description: 'A region and all below it.' }) region: string | null,
    @Arg('standing', () => InstitutionStandingEnum, { nullable: true, description: 'Absent: open and closed ones.' })
    standing: Standing | null,
    @Arg('first', () => Int, { defaultValue: 1000 }) first: number,
    @Arg('after', () => String, { nullable: true }) after: string | null,
    @Arg('jurisdiction', () => ID, { nullable: true }) jurisdiction: string | null,
    @Arg('revision', () => Int, { nullable: true }) revision: number | null,
    @Ctx() context: Context,
  ): Promise<InstitutionList> {
    const asked = {
      period: period ?? null,
      search,
      peerGroup: peerGroup ?? null,
      region: region ?? null,
      standing: standing ?? null,
      first,
      after: after ?? null,
      jurisdiction: jurisdiction ?? null,
      revision: revision ?? null,
    }
    return readInstitutions(context.db, viewerOf(context), asked)
  }

  @Authorized('institution:read')
  @Query(() => InstitutionProfile, {
    nullable: true,
    description: 'One institution with its history; null where it is not the viewer’s to see.',
  })
  institution(
    @Arg('key', () => ID) key: string,
    @Arg('period', () => String, { nullable: true, description: 'As it stood in it; absent: today.' }) period: string | null,
    @Arg('jurisdiction', () => ID, { nullable: true }) jurisdiction: string | null,
    @Arg('revision', () => Int, { nullable: true }) revision: number | null,
    @Ctx() context: Context,
  ): Promise<InstitutionProfile | null> {
    const asked = { key, period: period ?? null, jurisdiction: jurisdiction ?? null, revision: revision ?? null }
    return readInstitution(context.db, viewerOf(context), asked)
  }

  @Authorized('analytics:read')
  @Query(() => InstitutionMix, {
    nullable: true,
    description: 'An institution’s count by a dimension, beside the other members of its group.',
  })
  institutionMix(
    @Arg('key', () => ID) key: string,
    @Arg('dimension', () => DimensionEnum) dimension: DimensionKey,
    @Arg('query', () => MetricQuery, { description: 'Of which the first metric, the period and the filters on cases count.' })
    query: MetricQuery,
    @Ctx() context: Context,
  ): Promise<InstitutionMix> {
    return readInstitutionMix(context.db, viewerOf(context), { key, dimension, query })
  }
}
