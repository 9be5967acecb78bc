import { graphql } from '../../gql/index.ts'
import type { AdminInstitutionsQuery, InstitutionChangePreviewQuery, InstitutionRecordQuery } from '../../gql/graphql.ts'

export const AdminInstitutionsDocument = graphql(`
  query AdminInstitutions($search: String!, $peerGroup: ID, $region: ID, $standing: InstitutionStanding, $first: Int!, $jurisdiction: ID) {
    institutions(search: $search, peerGroup: $peerGroup, region: $region, standing: $standing, first: $first, jurisdiction: $jurisdiction) {
      revision
      totalCount
      rows {
        key
        label {
          zh
          en
        }
        aliases
        peerGroup {
          key
          label {
            zh
            en
          }
        }
        place {
          key
          label {
            zh
            en
          }
        }
        status
        ranked
        displayOrder
        openedOn
        closedOn
        parent {
          key
          label {
            zh
            en
          }
        }
        successor {
          key
          label {
            zh
            en
          }
        }
      }
    }
  }
`)

export const InstitutionRecordDocument = graphql(`
  query InstitutionRecord($key: ID!, $jurisdiction: ID) {
    institution(key: $key, jurisdiction: $jurisdiction) {
      revision
      key
      label {
        zh
        en
      }
      status
      ranked
      countsFor {
        key
        label {
          zh
          en
        }
      }
      predecessors {
        key
        label {
          zh
          en
        }
      }
      below {
        key
        label {
          zh
          en
        }
      }
      versions {
        revision
        validFrom
        inForce
        voided
        act
        batch
        at
        actor
        reason
        file
        changes {
          field {
            zh
            en
          }
          before {
            zh
            en
          }
          after {
            zh
            en
          }
        }
        values {
          name
          aliases
          parent {
            key
            label {
              zh
              en
            }
          }
          peerGroup {
            key
            label {
              zh
              en
            }
          }
          region {
            key
            label {
              zh
              en
            }
          }
          ranked
          openedOn
          closedOn
          successor {
            key
            label {
              zh
              en
            }
          }
          displayOrder
        }
      }
    }
  }
`)

export const ChangePreviewDocument = graphql(`
  query InstitutionChangePreview($change: InstitutionChange!) {
    institutionChangePreview(change: $change) {
      complaints
      inClosedMonths
      regrouped
      orphaned
      moves {
        from
        to
        complaints
      }
    }
  }
`)

export const ChangeInstitutionDocument = graphql(`
  mutation ChangeInstitution($change: InstitutionChange!, $reason: String!) {
    changeInstitution(change: $change, reason: $reason) {
      key
      complaints
      change {
        revision
      }
      ledger {
        revision
      }
    }
  }
`)

export type AdminInstitution = NonNullable<AdminInstitutionsQuery['institutions']>['rows'][number]
export type InstitutionRecord = NonNullable<InstitutionRecordQuery['institution']>
export type RecordVersion = InstitutionRecord['versions'][number]
export type Preview = NonNullable<InstitutionChangePreviewQuery['institutionChangePreview']>
