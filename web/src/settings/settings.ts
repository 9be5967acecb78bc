import { graphql } from '../gql/index.ts'
import type { SettingsQuery } from '../gql/graphql.ts'

export const SettingsDocument = graphql(`
  query Settings($jurisdiction: ID) {
    settings(jurisdiction: $jurisdiction) {
      on
      revision
      jurisdiction {
        key
        label {
          zh
          en
        }
      }
      groups {
        key
        label {
          zh
          en
        }
        settings {
          name
          label {
            zh
            en
          }
          explain {
            zh
            en
          }
          form
          least
          most
          longest
          choices {
            value
            label {
              zh
              en
            }
          }
          value
          shown {
            zh
            en
          }
          inherited
          from {
            zh
            en
          }
          validFrom
          history {
            revision
            at
            actor
            reason
            region {
              zh
              en
            }
            validFrom
            value {
              zh
              en
            }
            current
            undoable
          }
        }
      }
    }
  }
`)

export const SetSettingDocument = graphql(`
  mutation SetSetting($name: String!, $value: JSON, $validFrom: String, $reason: String!, $inherit: Boolean!, $jurisdiction: ID) {
    setSetting(name: $name, value: $value, validFrom: $validFrom, reason: $reason, inherit: $inherit, jurisdiction: $jurisdiction) {
      complaints
      ledger {
        revision
      }
    }
  }
`)

export const PreviewSettingDocument = graphql(`
  query PreviewSetting($name: String!, $value: JSON, $validFrom: String, $inherit: Boolean!, $jurisdiction: ID) {
    previewSetting(name: $name, value: $value, validFrom: $validFrom, inherit: $inherit, jurisdiction: $jurisdiction) {
      complaints
    }
  }
`)

export const UndoSettingDocument = graphql(`
  mutation UndoSetting($name: String!, $revision: Int!, $reason: String!, $jurisdiction: ID) {
    undoSetting(name: $name, revision: $revision, reason: $reason, jurisdiction: $jurisdiction) {
      complaints
      ledger {
        revision
      }
    }
  }
`)

export type Settings = NonNullable<SettingsQuery['settings']>
export type Setting = Settings['groups'][number]['settings'][number]
export type SettingAct = Setting['history'][number]
