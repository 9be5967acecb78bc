import { graphql } from '../../gql/index.ts'
import type { AdminUsersQuery } from '../../gql/graphql.ts'

export const UsersDocument = graphql(`
  query AdminUsers {
    users {
      name
      displayName {
        zh
        en
      }
      disabled
      createdAt
      lastSignInAt
      sessions
      tokens
      hasPassword
      manageable
      oneself
      grants {
        key
        role
        scope {
          zh
          en
        }
        startsOn
        endsOn
        grantedBy
        inForce
      }
    }
    invitations {
      key
      role
      user
      scope {
        zh
        en
      }
      startsOn
      endsOn
      createdBy
      expiresAt
    }
  }
`)

export const InviteUserDocument = graphql(`
  mutation InviteUser($role: Role!, $region: ID, $institution: ID, $startsOn: String, $endsOn: String) {
    inviteUser(role: $role, region: $region, institution: $institution, startsOn: $startsOn, endsOn: $endsOn) {
      path
      expiresAt
    }
  }
`)

export const ResetPasswordDocument = graphql(`
  mutation ResetPassword($name: String!) {
    resetPassword(name: $name) {
      path
      expiresAt
    }
  }
`)

export const WithdrawInvitationDocument = graphql(`
  mutation WithdrawInvitation($key: ID!) {
    withdrawInvitation(key: $key)
  }
`)

export const SetUserDisabledDocument = graphql(`
  mutation SetUserDisabled($name: String!, $disabled: Boolean!) {
    setUserDisabled(name: $name, disabled: $disabled)
  }
`)

export const EndSessionsDocument = graphql(`
  mutation EndSessions($name: String!) {
    endSessions(name: $name)
  }
`)

export const AddGrantDocument = graphql(`
  mutation AddGrant($name: String!, $role: Role!, $region: ID, $institution: ID, $startsOn: String, $endsOn: String) {
    addGrant(name: $name, role: $role, region: $region, institution: $institution, startsOn: $startsOn, endsOn: $endsOn)
  }
`)

export const SetGrantEndDocument = graphql(`
  mutation SetGrantEnd($grant: ID!, $endsOn: String) {
    setGrantEnd(grant: $grant, endsOn: $endsOn)
  }
`)

export type User = NonNullable<AdminUsersQuery['users']>[number]
export type Grant = User['grants'][number]
export type Invitation = NonNullable<AdminUsersQuery['invitations']>[number]
