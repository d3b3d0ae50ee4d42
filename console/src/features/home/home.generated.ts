/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type * as Types from '../../shared/graphql/types.generated';

import type { DocumentTypeDecoration } from '@graphql-typed-document-node/core';
export type ClaimState =
  | 'APPROVED'
  | 'CORRECTION_NEEDED'
  | 'DECLINED'
  | 'EVIDENCE_NEEDED'
  | 'IN_REVIEW'
  | 'PAID'
  | 'PAYOUT_FAILED'
  | 'SUBMITTED'
  | 'WITHDRAWN';

export type DeskQueryVariables = Exact<{ [key: string]: never; }>;


export type DeskQuery = { claimQueues: Array<{ state: Types.ClaimState, disputed: boolean, unassigned: number, oldest: string | null, count: { value: number, exact: boolean } }> | null };

export type NextClaimQueryVariables = Exact<{ [key: string]: never; }>;


export type NextClaimQuery = { claims: { edges: Array<{ node: { id: string, number: string, submittedAt: string, promisedAt: string, score: number, claimed: { amount: string, currency: string } | null, evidence: Array<{ id: string }>, findings: Array<{ rule: string, sentence: { zh: string, en: string } }>, policy: { id: string, offer: { productName: { zh: string, en: string }, name: { zh: string, en: string } } } } }> } };

export type HouseQueryVariables = Exact<{ [key: string]: never; }>;


export type HouseQuery = { locked: { count: { value: number, exact: boolean } } | null, auditChain: { sequence: string, sealedAt: string | null, verification: { at: string, whole: boolean } | null } | null };

export class TypedDocumentString<TResult, TVariables>
  extends String
  implements DocumentTypeDecoration<TResult, TVariables>
{
  __apiType?: NonNullable<DocumentTypeDecoration<TResult, TVariables>['__apiType']>;
  private value: string;
  public __meta__?: Record<string, any> | undefined;

  constructor(value: string, __meta__?: Record<string, any> | undefined) {
    super(value);
    this.value = value;
    this.__meta__ = __meta__;
  }

  override toString(): string & DocumentTypeDecoration<TResult, TVariables> {
    return this.value;
  }
}

export const DeskDocument = new TypedDocumentString(`
    query Desk {
  claimQueues {
    state
    disputed
    count {
      value
      exact
    }
    unassigned
    oldest
  }
}
    `) as unknown as TypedDocumentString<DeskQuery, DeskQueryVariables>;
export const NextClaimDocument = new TypedDocumentString(`
    query NextClaim {
  claims(
    filter: {states: [IN_REVIEW], unassigned: true}
    orderBy: PROMISED_AT_ASC
    first: 1
  ) {
    edges {
      node {
        id
        number
        submittedAt
        promisedAt
        score
        claimed {
          amount
          currency
        }
        evidence {
          id
        }
        findings {
          rule
          sentence {
            zh
            en
          }
        }
        policy {
          id
          offer {
            productName {
              zh
              en
            }
            name {
              zh
              en
            }
          }
        }
      }
    }
  }
}
    `) as unknown as TypedDocumentString<NextClaimQuery, NextClaimQueryVariables>;
export const HouseDocument = new TypedDocumentString(`
    query House {
  locked: people(filter: {locked: true}, first: 1) {
    count {
      value
      exact
    }
  }
  auditChain {
    sequence
    sealedAt
    verification {
      at
      whole
    }
  }
}
    `) as unknown as TypedDocumentString<HouseQuery, HouseQueryVariables>;