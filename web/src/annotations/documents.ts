import { graphql } from '../gql/index.ts'
import type { AnnotationsQuery } from '../gql/graphql.ts'

export const AnnotationsDocument = graphql(`
  query Annotations($period: String!, $jurisdiction: ID, $revision: Int) {
    annotations(period: $period, jurisdiction: $jurisdiction, revision: $revision) {
      key
      from
      through
      text {
        zh
        en
      }
      metrics
      dimension
      members {
        key
        label {
          zh
          en
        }
      }
      region {
        zh
        en
      }
      author
      removable
    }
  }
`)

export const AddAnnotationDocument = graphql(`
  mutation AddAnnotation($annotation: AnnotationInput!) {
    addAnnotation(annotation: $annotation) {
      key
      ledger {
        revision
      }
    }
  }
`)

export const RemoveAnnotationDocument = graphql(`
  mutation RemoveAnnotation($key: ID!) {
    removeAnnotation(key: $key) {
      key
      ledger {
        revision
      }
    }
  }
`)

export const RestoreAnnotationDocument = graphql(`
  mutation RestoreAnnotation($key: ID!) {
    restoreAnnotation(key: $key) {
      key
      ledger {
        revision
      }
    }
  }
`)

export type Annotation = NonNullable<AnnotationsQuery['annotations']>[number]
