import { useEffect, useState } from 'react'
import { graphql } from '../gql/index.ts'
import type { RegistrationCheckQuery, RegistrationChoicesQuery, RegisterComplaintMutation } from '../gql/graphql.ts'

export const ProposalDocument = graphql(`
  query RegistrationProposal($source: String!) {
    registrationProposal(source: $source) {
      number
      today
      sources
      keepsPersons
    }
  }
`)

export const ChoicesDocument = graphql(`
  query RegistrationChoices($field: String!, $search: String!, $on: String) {
    registrationChoices(field: $field, search: $search, on: $on, first: 60) {
      value
      label {
        zh
        en
      }
      code
      depth
      countsFor {
        zh
        en
      }
      group {
        zh
        en
      }
      outside
    }
  }
`)

export const CheckDocument = graphql(`
  query RegistrationCheck($values: JSON!, $numberProposed: Boolean!) {
    registrationCheck(values: $values, numberProposed: $numberProposed) {
      problems {
        field
        reason
        label {
          zh
          en
        }
        complaint
      }
      receivedOn
      dueOn
      masked
      knowsPerson
      unclassified
      repeats {
        key
        number
        source
        receivedOn
        institution {
          zh
          en
        }
        evidence
      }
    }
  }
`)

export const RegisterDocument = graphql(`
  mutation RegisterComplaint($values: JSON!, $numberProposed: Boolean!, $confirmDuplicate: Boolean!) {
    registerComplaint(values: $values, numberProposed: $numberProposed, confirmDuplicate: $confirmDuplicate) {
      complaint {
        key
        number
        numberMoved
      }
      problems {
        field
        reason
        label {
          zh
          en
        }
        complaint
      }
      repeats {
        key
        number
        source
        receivedOn
        institution {
          zh
          en
        }
        evidence
      }
      ledger {
        revision
      }
    }
  }
`)

export type Choice = NonNullable<RegistrationChoicesQuery['registrationChoices']>[number]
export type Check = NonNullable<RegistrationCheckQuery['registrationCheck']>
export type Problem = Check['problems'][number]
export type Repeat = Check['repeats'][number]
export type Registration = NonNullable<RegisterComplaintMutation['registerComplaint']>

/** A value once it has stood still: what is asked of the server while somebody types. */
export function useSettled<T>(value: T, milliseconds: number): T {
  const [settled, setSettled] = useState(value)
  const text = JSON.stringify(value)
  useEffect(() => {
    const timer = setTimeout(() => setSettled(JSON.parse(text) as T), milliseconds)
    return () => clearTimeout(timer)
  }, [text, milliseconds])
  return settled
}
