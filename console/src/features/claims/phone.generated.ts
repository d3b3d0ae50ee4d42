/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type * as Types from '../../shared/graphql/types.generated';

import type { DocumentTypeDecoration } from '@graphql-typed-document-node/core';
export type ClaimPreviewInput = {
  claimed?: MoneyInput | null | undefined;
  facts: Record<string, unknown>;
  occurredAt: string;
  policyNumber: string;
  reportedAt?: string | null | undefined;
};

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

export type ClaimVerdict =
  | 'APPROVE'
  | 'CORRECT'
  | 'DECLINE'
  | 'REFER';

export type ErrorCode =
  | 'BAD_CREDENTIALS'
  | 'BALANCE_TOO_LOW'
  | 'CHANNEL_CLOSED'
  | 'CONFLICT'
  | 'DUPLICATE_COVER'
  | 'FOUR_EYES'
  | 'INVALID_STATE'
  | 'INVALID_VALUE'
  | 'INVOICE_EXISTS'
  | 'LIMIT_REACHED'
  | 'LOCKED_OUT'
  | 'NOT_AGREED'
  | 'NOT_FOUND'
  | 'PREMIUM_MISMATCH'
  | 'PREVIEW_CHANGED'
  | 'PRODUCT_OFF_SALE'
  | 'QUOTA_EXHAUSTED'
  | 'REQUEST_MISMATCH'
  | 'REQUIRED'
  | 'RULE_REFUSED'
  | 'SECOND_FACTOR_REQUIRED'
  | 'UNSAFE_URL';

export type MoneyInput = {
  amount: string;
  currency: string;
};

export type PolicyState =
  | 'CANCELLED'
  | 'EXPIRED'
  | 'IN_FORCE'
  | 'PENDING';

export type SearchKind =
  | 'CHANNEL'
  | 'CLAIM'
  | 'COLLEAGUE'
  | 'ENDORSEMENT'
  | 'POLICY'
  | 'PRODUCT'
  | 'SERVICE_REQUEST';

export type SubmitClaimInput = {
  claimed?: MoneyInput | null | undefined;
  facts: Record<string, unknown>;
  fileIds?: Array<string> | null | undefined;
  occurredAt: string;
  policyNumber: string;
  reportedAt?: string | null | undefined;
  requestNo: string;
};

export type PolicyForClaimQueryVariables = Exact<{
  number: string;
}>;


export type PolicyForClaimQuery = { policy: { id: string, number: string, state: Types.PolicyState, revision: number, period: { start: string, end: string }, sumInsured: { amount: string, currency: string }, coverages: Array<{ code: string, sumInsured: { amount: string, currency: string }, name: { zh: string, en: string } }>, insureds: Array<{ reference: string, name: string | null }>, applicant:
      | { name: string | null }
      | { name: string | null }
     | null, channel: { id: string, code: string, name: string }, offer: { id: string, productCode: string, planCode: string, claimFactsSchema: Record<string, unknown>, productName: { zh: string, en: string }, name: { zh: string, en: string } }, claims: { edges: Array<{ node: { id: string, number: string, state: Types.ClaimState, occurredAt: string, computed: { amount: string, currency: string } | null, payable: { amount: string, currency: string } | null } }> }, allowed: Array<{ act: string, possible: boolean, reason:
        | { code: Types.ErrorCode, message: string }
        | { code: Types.ErrorCode, message: string }
        | { code: Types.ErrorCode, message: string }
        | { code: Types.ErrorCode, message: string }
        | { code: Types.ErrorCode, message: string }
        | { code: Types.ErrorCode, message: string }
        | { code: Types.ErrorCode, message: string }
        | { code: Types.ErrorCode, message: string }
        | { code: Types.ErrorCode, message: string }
        | { code: Types.ErrorCode, message: string }
        | { code: Types.ErrorCode, message: string }
       | null }> } | null };

export type FindPolicyQueryVariables = Exact<{
  text: string;
  persons?: boolean | null | undefined;
}>;


export type FindPolicyQuery = { search: { personal: boolean, hits: Array<{ kind: Types.SearchKind, nodeId: string, title: string, about: string, state: string | null, policyNumber: string | null, name: string | null, channel: { id: string, name: string } | null }> } };

export type ClaimPreviewQueryVariables = Exact<{
  input: Types.ClaimPreviewInput;
}>;


export type ClaimPreviewQuery = { claimPreview: { preview: { inTime: boolean, timelyTo: string, promisedAt: string, outcome: Types.ClaimVerdict | null, score: number | null, approvals: number | null, limit: { amount: string, currency: string }, claimed: { amount: string, currency: string } | null, computed: { amount: string, currency: string } | null, reason: { code: string, sentence: { zh: string, en: string } } | null, checks: Array<{ code: string, fits: boolean, sentence: { zh: string, en: string } }> } | null, userErrors: Array<
      | { code: Types.ErrorCode, message: string, path: Array<string> | null }
      | { code: Types.ErrorCode, message: string, path: Array<string> | null }
      | { code: Types.ErrorCode, message: string, path: Array<string> | null }
      | { code: Types.ErrorCode, message: string, path: Array<string> | null }
      | { code: Types.ErrorCode, message: string, path: Array<string> | null }
      | { code: Types.ErrorCode, message: string, path: Array<string> | null }
      | { code: Types.ErrorCode, message: string, path: Array<string> | null }
      | { code: Types.ErrorCode, message: string, path: Array<string> | null }
      | { code: Types.ErrorCode, message: string, path: Array<string> | null }
      | { code: Types.ErrorCode, message: string, path: Array<string> | null }
      | { code: Types.ErrorCode, message: string, path: Array<string> | null }
    > } | null };

export type SubmitClaimMutationVariables = Exact<{
  input: Types.SubmitClaimInput;
}>;


export type SubmitClaimMutation = { submitClaim: { replayed: boolean, claim: { id: string, number: string, state: Types.ClaimState, promisedAt: string } | null, userErrors: Array<
      | { code: Types.ErrorCode, message: string, path: Array<string> | null }
      | { code: Types.ErrorCode, message: string, path: Array<string> | null }
      | { code: Types.ErrorCode, message: string, path: Array<string> | null }
      | { code: Types.ErrorCode, message: string, path: Array<string> | null }
      | { code: Types.ErrorCode, message: string, path: Array<string> | null }
      | { code: Types.ErrorCode, message: string, path: Array<string> | null }
      | { code: Types.ErrorCode, message: string, path: Array<string> | null }
      | { code: Types.ErrorCode, message: string, path: Array<string> | null }
      | { code: Types.ErrorCode, message: string, path: Array<string> | null }
      | { code: Types.ErrorCode, message: string, path: Array<string> | null }
      | { code: Types.ErrorCode, message: string, path: Array<string> | null }
    > } };

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

export const PolicyForClaimDocument = new TypedDocumentString(`
    query PolicyForClaim($number: String!) {
  policy(by: {number: $number}) {
    id
    number
    state
    revision
    period {
      start
      end
    }
    sumInsured {
      amount
      currency
    }
    coverages {
      code
      sumInsured {
        amount
        currency
      }
      name {
        zh
        en
      }
    }
    insureds {
      reference
      name
    }
    applicant {
      name
    }
    channel {
      id
      code
      name
    }
    offer {
      id
      productCode
      planCode
      productName {
        zh
        en
      }
      claimFactsSchema
      name {
        zh
        en
      }
    }
    claims(first: 5) {
      edges {
        node {
          id
          number
          state
          occurredAt
          computed {
            amount
            currency
          }
          payable {
            amount
            currency
          }
        }
      }
    }
    allowed {
      act
      possible
      reason {
        code
        message
      }
    }
  }
}
    `) as unknown as TypedDocumentString<PolicyForClaimQuery, PolicyForClaimQueryVariables>;
export const FindPolicyDocument = new TypedDocumentString(`
    query FindPolicy($text: String!, $persons: Boolean) {
  search(text: $text, first: 5, persons: $persons) {
    personal
    hits {
      kind
      nodeId
      title
      about
      state
      policyNumber
      name
      channel {
        id
        name
      }
    }
  }
}
    `) as unknown as TypedDocumentString<FindPolicyQuery, FindPolicyQueryVariables>;
export const ClaimPreviewDocument = new TypedDocumentString(`
    query ClaimPreview($input: ClaimPreviewInput!) {
  claimPreview(input: $input) {
    preview {
      inTime
      timelyTo
      promisedAt
      outcome
      score
      approvals
      limit {
        amount
        currency
      }
      claimed {
        amount
        currency
      }
      computed {
        amount
        currency
      }
      reason {
        code
        sentence {
          zh
          en
        }
      }
      checks {
        code
        fits
        sentence {
          zh
          en
        }
      }
    }
    userErrors {
      code
      message
      path
    }
  }
}
    `) as unknown as TypedDocumentString<ClaimPreviewQuery, ClaimPreviewQueryVariables>;
export const SubmitClaimDocument = new TypedDocumentString(`
    mutation SubmitClaim($input: SubmitClaimInput!) {
  submitClaim(input: $input) {
    claim {
      id
      number
      state
      promisedAt
    }
    replayed
    userErrors {
      code
      message
      path
    }
  }
}
    `) as unknown as TypedDocumentString<SubmitClaimMutation, SubmitClaimMutationVariables>;