import { graphql } from '../../gql/index.ts'
import type { DictionariesQuery, DictionaryActsQuery, EntryWordsQuery } from '../../gql/graphql.ts'

export const DictionariesDocument = graphql(`
  query Dictionaries($dictionary: String) {
    dictionaries(dictionary: $dictionary) {
      key
      label {
        zh
        en
      }
      explain {
        zh
        en
      }
      attributes {
        name
        label {
          zh
          en
        }
        explain {
          zh
          en
        }
        many
        choices {
          value
          label {
            zh
            en
          }
        }
      }
      entries {
        key
        label {
          zh
          en
        }
        code
        aliases
        parent
        depth
        displayOrder
        retiredFrom
        offered
        standard
        own
        attributes {
          name
          values
        }
      }
    }
  }
`)

export const EntryWordsDocument = graphql(`
  query EntryWords($dictionary: String!, $entry: String!) {
    entryWords(dictionary: $dictionary, entry: $entry) {
      field
      fieldLabel {
        zh
        en
      }
      word
      complaints
    }
  }
`)

export const MissingStandardEntriesDocument = graphql(`
  query MissingStandardEntries {
    missingStandardEntries {
      key
      code
      dictionary {
        zh
        en
      }
      label {
        zh
        en
      }
      heldBy {
        zh
        en
      }
    }
  }
`)

export const DictionaryActsDocument = graphql(`
  query DictionaryActs($first: Int!, $after: String) {
    dictionaryActs(first: $first, after: $after) {
      totalCount
      endCursor
      hasNextPage
      rows {
        change
        revision
        kind
        kindLabel {
          zh
          en
        }
        at
        actor
        reason
        what {
          zh
          en
        }
        undone
      }
    }
  }
`)

export const PreviewEntryDocument = graphql(`
  query PreviewDictionaryEntry($dictionary: String!, $entry: ID, $input: DictionaryEntryInput!) {
    previewDictionaryEntry(dictionary: $dictionary, entry: $entry, input: $input) {
      complaints
    }
  }
`)

export const AddEntryDocument = graphql(`
  mutation AddDictionaryEntry($dictionary: String!, $input: DictionaryEntryInput!, $reason: String!) {
    addDictionaryEntry(dictionary: $dictionary, input: $input, reason: $reason) {
      complaints
      ledger {
        revision
      }
    }
  }
`)

export const ChangeEntryDocument = graphql(`
  mutation ChangeDictionaryEntry($dictionary: String!, $entry: ID!, $input: DictionaryEntryInput!, $reason: String!) {
    changeDictionaryEntry(dictionary: $dictionary, entry: $entry, input: $input, reason: $reason) {
      complaints
      ledger {
        revision
      }
    }
  }
`)

export const AddStandardDocument = graphql(`
  mutation AddStandardEntries($reason: String!) {
    addStandardEntries(reason: $reason) {
      added
      complaints
      ledger {
        revision
      }
    }
  }
`)

export const UndoActDocument = graphql(`
  mutation UndoDictionaryAct($change: ID!, $reason: String!) {
    undoDictionaryAct(change: $change, reason: $reason) {
      complaints
      ledger {
        revision
      }
    }
  }
`)

export const UndoClassificationDocument = graphql(`
  mutation UndoClassification($change: ID!, $reason: String!) {
    undoClassification(change: $change, reason: $reason) {
      complaints
      ledger {
        revision
      }
    }
  }
`)

export type Dictionary = NonNullable<DictionariesQuery['dictionaries']>[number]
export type Entry = Dictionary['entries'][number]
export type EntryWord = NonNullable<EntryWordsQuery['entryWords']>[number]
export type DictionaryActRow = NonNullable<DictionaryActsQuery['dictionaryActs']>['rows'][number]
