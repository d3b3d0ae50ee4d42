/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type * as Types from '../../shared/graphql/types.generated';

import type { DocumentTypeDecoration } from '@graphql-typed-document-node/core';
export type CheckFirstRunInput = {
  task: FirstRunTask;
};

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

export type FirstRunFinding =
  | 'DONE'
  | 'NEVER_CAME'
  | 'NOTHING_ON_SALE'
  | 'NOT_CHECKED'
  | 'NOT_CONFIGURED'
  | 'NOT_SIGNED'
  | 'NO_ADDRESS'
  | 'NO_AGREEMENT'
  | 'NO_CHANNEL'
  | 'NO_CREDENTIAL'
  | 'NO_FACTOR'
  | 'OTHER_KEYS'
  | 'REFUSED'
  | 'TOO_FEW';

export type FirstRunTask =
  | 'CHANNEL'
  | 'KEYS'
  | 'MAIL'
  | 'PAYMENTS'
  | 'PRODUCT'
  | 'SECOND_ADMIN'
  | 'SECOND_FACTOR'
  | 'STORAGE';

export type FirstRunLeadsQueryVariables = Exact<{ [key: string]: never; }>;


export type FirstRunLeadsQuery = { firstRun: { leads: boolean } | null };

export type FirstRunQueryVariables = Exact<{ [key: string]: never; }>;


export type FirstRunQuery = { firstRun: { leads: boolean, steps: Array<{ task: Types.FirstRunTask, done: boolean, finding: Types.FirstRunFinding, about: Array<string>, said: string | null, checkedAt: string | null }> } | null };

export type FirstRunStepShownFragment = { task: Types.FirstRunTask, done: boolean, finding: Types.FirstRunFinding, about: Array<string>, said: string | null, checkedAt: string | null };

export type CheckFirstRunMutationVariables = Exact<{
  input: Types.CheckFirstRunInput;
}>;


export type CheckFirstRunMutation = { checkFirstRun: { step: { task: Types.FirstRunTask, done: boolean, finding: Types.FirstRunFinding, about: Array<string>, said: string | null, checkedAt: string | null } | null, userErrors: Array<
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
export const FirstRunStepShownFragmentDoc = new TypedDocumentString(`
    fragment FirstRunStepShown on FirstRunStep {
  task
  done
  finding
  about
  said
  checkedAt
}
    `, {"fragmentName":"FirstRunStepShown"}) as unknown as TypedDocumentString<FirstRunStepShownFragment, unknown>;
export const FirstRunLeadsDocument = new TypedDocumentString(`
    query FirstRunLeads {
  firstRun {
    leads
  }
}
    `) as unknown as TypedDocumentString<FirstRunLeadsQuery, FirstRunLeadsQueryVariables>;
export const FirstRunDocument = new TypedDocumentString(`
    query FirstRun {
  firstRun {
    leads
    steps {
      ...FirstRunStepShown
    }
  }
}
    fragment FirstRunStepShown on FirstRunStep {
  task
  done
  finding
  about
  said
  checkedAt
}`) as unknown as TypedDocumentString<FirstRunQuery, FirstRunQueryVariables>;
export const CheckFirstRunDocument = new TypedDocumentString(`
    mutation CheckFirstRun($input: CheckFirstRunInput!) {
  checkFirstRun(input: $input) {
    step {
      ...FirstRunStepShown
    }
    userErrors {
      code
      message
      path
    }
  }
}
    fragment FirstRunStepShown on FirstRunStep {
  task
  done
  finding
  about
  said
  checkedAt
}`) as unknown as TypedDocumentString<CheckFirstRunMutation, CheckFirstRunMutationVariables>;