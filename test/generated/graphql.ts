/* eslint-disable */
/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type { DocumentTypeDecoration } from '@graphql-typed-document-node/core';
/** A currency, by its ISO 4217 code. */
export type Currency =
  /** US dollar. */
  | 'USD';

/** How issues are sorted. Equal ones have a stable order. */
export type IssueOrder = {
  /** In which direction. */
  direction: OrderDirection;
  /** By what. */
  field: IssueOrderField;
};

/** What issues can be sorted by. */
export type IssueOrderField =
  /** When they were opened. */
  | 'CREATED_AT'
  /** All reactions and comments. */
  | 'ENGAGEMENT'
  /** What is pledged on them. */
  | 'PLEDGED_AMOUNT'
  /** Reactions other than 👎 and 😕. */
  | 'POSITIVE_REACTIONS'
  /** When they changed last on GitHub. */
  | 'UPDATED_AT';

/** Whether an issue is open. */
export type IssueState =
  /** Solved, or not to be. */
  | 'CLOSED'
  /** Still to be solved. */
  | 'OPEN';

/** Which end of a sorted list comes first. */
export type OrderDirection =
  /** The smallest or oldest first. */
  | 'ASC'
  /** The greatest or newest first. */
  | 'DESC';

export type WelcomeQueryVariables = Exact<{ [key: string]: never; }>;


export type WelcomeQuery = { organization: { id: string, login: string, name: string | null, avatarUrl: string, repositories: { totalCount: number, nodes: Array<{ nameWithOwner: string, description: string | null, stargazerCount: number | null }> } } | null };

export type OpenIssuesQueryVariables = Exact<{
  organization?: string | null | undefined;
  first: number;
}>;


export type OpenIssuesQuery = { issues: { totalCount: number, nodes: Array<{ number: number, title: string, labels: Array<{ name: string, color: string }>, pledgedAmount: { amount: number, currency: Currency }, repository: { nameWithOwner: string }, organization: { login: string, avatarUrl: string } }> } };

export type OneIssueQueryVariables = Exact<{
  owner: string;
  repository: string;
  number: number;
}>;


export type OneIssueQuery = { issue: { id: string, number: number, title: string, body: string, state: IssueState, url: string, createdAt: string, closedAt: string | null, commentCount: number, author: { login: string, avatarUrl: string } | null, labels: Array<{ name: string, color: string }>, reactions: { totalCount: number, thumbsUp: number, heart: number } | null, pledgedAmount: { amount: number, currency: Currency }, fundingGoal: { amount: number, currency: Currency } | null, repository: { nameWithOwner: string }, organization: { login: string, name: string | null } } | null };

export type NextPageQueryVariables = Exact<{
  after?: string | null | undefined;
}>;


export type NextPageQuery = { issues: { pageInfo: { hasNextPage: boolean, endCursor: string | null }, edges: Array<{ cursor: string, node: { title: string, repository: { nameWithOwner: string } } }> } };

export type NodeByIdQueryVariables = Exact<{
  id: string | number;
}>;


export type NodeByIdQuery = { node:
    | { __typename: 'Issue', title: string, state: IssueState, id: string }
    | { __typename: 'Organization', login: string, name: string | null, id: string }
    | { __typename: 'Repository', nameWithOwner: string, id: string }
   | null };

export type IssueUpdatesSubscriptionVariables = Exact<{
  organizationId: string | number;
}>;


export type IssueUpdatesSubscription = { issueUpdated: { issueId: string, issue: { title: string, state: IssueState, pledgedAmount: { amount: number, currency: Currency } } | null } };

export type IssueByPlaceQueryVariables = Exact<{
  owner: string;
  repository: string;
  number: number;
}>;


export type IssueByPlaceQuery = { issue: { id: string, number: number, title: string, state: IssueState, url: string, fundingGoal: { amount: number, currency: Currency } | null, pledgedAmount: { amount: number, currency: Currency }, labels: Array<{ name: string, color: string }>, author: { login: string } | null, reactions: { totalCount: number, thumbsUp: number } | null, repository: { nameWithOwner: string, url: string }, organization: { login: string } } | null };

export type IssuePageQueryVariables = Exact<{
  organization?: string | null | undefined;
  repository?: string | null | undefined;
  states?: Array<IssueState> | IssueState | null | undefined;
  orderBy?: IssueOrder | null | undefined;
  first?: number | null | undefined;
  after?: string | null | undefined;
  last?: number | null | undefined;
  before?: string | null | undefined;
}>;


export type IssuePageQuery = { issues: { nodes: Array<{ id: string, number: number, title: string }>, edges: Array<{ cursor: string }>, pageInfo: { hasNextPage: boolean, hasPreviousPage: boolean, startCursor: string | null, endCursor: string | null } } };

export type IssuesWithPlaceQueryVariables = Exact<{
  first: number;
}>;


export type IssuesWithPlaceQuery = { issues: { nodes: Array<{ title: string, repository: { nameWithOwner: string }, organization: { login: string, avatarUrl: string } }> } };

export type IssueCountQueryVariables = Exact<{
  organization?: string | null | undefined;
  states?: Array<IssueState> | IssueState | null | undefined;
}>;


export type IssueCountQuery = { issues: { totalCount: number } };

export type NestedIssuesQueryVariables = Exact<{
  login: string;
  after?: string | null | undefined;
}>;


export type NestedIssuesQuery = { organization: { repositories: { totalCount: number, nodes: Array<{ name: string, issues: { totalCount: number, nodes: Array<{ number: number }>, pageInfo: { endCursor: string | null, hasNextPage: boolean } } }> } } | null };

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

export const WelcomeDocument = new TypedDocumentString(`
    query Welcome {
  organization(login: "acme") {
    id
    login
    name
    avatarUrl
    repositories(first: 3) {
      totalCount
      nodes {
        nameWithOwner
        description
        stargazerCount
      }
    }
  }
}
    `) as unknown as TypedDocumentString<WelcomeQuery, WelcomeQueryVariables>;
export const OpenIssuesDocument = new TypedDocumentString(`
    query OpenIssues($organization: String, $first: Int!) {
  issues(
    organization: $organization
    states: [OPEN]
    orderBy: {field: POSITIVE_REACTIONS, direction: DESC}
    first: $first
  ) {
    totalCount
    nodes {
      number
      title
      labels {
        name
        color
      }
      pledgedAmount {
        amount
        currency
      }
      repository {
        nameWithOwner
      }
      organization {
        login
        avatarUrl
      }
    }
  }
}
    `) as unknown as TypedDocumentString<OpenIssuesQuery, OpenIssuesQueryVariables>;
export const OneIssueDocument = new TypedDocumentString(`
    query OneIssue($owner: String!, $repository: String!, $number: Int!) {
  issue(owner: $owner, repository: $repository, number: $number) {
    id
    number
    title
    body
    state
    url
    createdAt
    closedAt
    commentCount
    author {
      login
      avatarUrl
    }
    labels {
      name
      color
    }
    reactions {
      totalCount
      thumbsUp
      heart
    }
    pledgedAmount {
      amount
      currency
    }
    fundingGoal {
      amount
      currency
    }
    repository {
      nameWithOwner
    }
    organization {
      login
      name
    }
  }
}
    `) as unknown as TypedDocumentString<OneIssueQuery, OneIssueQueryVariables>;
export const NextPageDocument = new TypedDocumentString(`
    query NextPage($after: String) {
  issues(first: 2, after: $after) {
    pageInfo {
      hasNextPage
      endCursor
    }
    edges {
      cursor
      node {
        title
        repository {
          nameWithOwner
        }
      }
    }
  }
}
    `) as unknown as TypedDocumentString<NextPageQuery, NextPageQueryVariables>;
export const NodeByIdDocument = new TypedDocumentString(`
    query NodeById($id: ID!) {
  node(id: $id) {
    __typename
    id
    ... on Organization {
      login
      name
    }
    ... on Repository {
      nameWithOwner
    }
    ... on Issue {
      title
      state
    }
  }
}
    `) as unknown as TypedDocumentString<NodeByIdQuery, NodeByIdQueryVariables>;
export const IssueUpdatesDocument = new TypedDocumentString(`
    subscription IssueUpdates($organizationId: ID!) {
  issueUpdated(organizationId: $organizationId) {
    issueId
    issue {
      title
      state
      pledgedAmount {
        amount
        currency
      }
    }
  }
}
    `) as unknown as TypedDocumentString<IssueUpdatesSubscription, IssueUpdatesSubscriptionVariables>;
export const IssueByPlaceDocument = new TypedDocumentString(`
    query IssueByPlace($owner: String!, $repository: String!, $number: Int!) {
  issue(owner: $owner, repository: $repository, number: $number) {
    id
    number
    title
    state
    url
    fundingGoal {
      amount
      currency
    }
    pledgedAmount {
      amount
      currency
    }
    labels {
      name
      color
    }
    author {
      login
    }
    reactions {
      totalCount
      thumbsUp
    }
    repository {
      nameWithOwner
      url
    }
    organization {
      login
    }
  }
}
    `) as unknown as TypedDocumentString<IssueByPlaceQuery, IssueByPlaceQueryVariables>;
export const IssuePageDocument = new TypedDocumentString(`
    query IssuePage($organization: String, $repository: String, $states: [IssueState!], $orderBy: IssueOrder, $first: Int, $after: String, $last: Int, $before: String) {
  issues(
    organization: $organization
    repository: $repository
    states: $states
    orderBy: $orderBy
    first: $first
    after: $after
    last: $last
    before: $before
  ) {
    nodes {
      id
      number
      title
    }
    edges {
      cursor
    }
    pageInfo {
      hasNextPage
      hasPreviousPage
      startCursor
      endCursor
    }
  }
}
    `) as unknown as TypedDocumentString<IssuePageQuery, IssuePageQueryVariables>;
export const IssuesWithPlaceDocument = new TypedDocumentString(`
    query IssuesWithPlace($first: Int!) {
  issues(first: $first) {
    nodes {
      title
      repository {
        nameWithOwner
      }
      organization {
        login
        avatarUrl
      }
    }
  }
}
    `) as unknown as TypedDocumentString<IssuesWithPlaceQuery, IssuesWithPlaceQueryVariables>;
export const IssueCountDocument = new TypedDocumentString(`
    query IssueCount($organization: String, $states: [IssueState!]) {
  issues(organization: $organization, states: $states) {
    totalCount
  }
}
    `) as unknown as TypedDocumentString<IssueCountQuery, IssueCountQueryVariables>;
export const NestedIssuesDocument = new TypedDocumentString(`
    query NestedIssues($login: String!, $after: String) {
  organization(login: $login) {
    repositories(first: 2) {
      totalCount
      nodes {
        name
        issues(first: 2, after: $after) {
          totalCount
          nodes {
            number
          }
          pageInfo {
            endCursor
            hasNextPage
          }
        }
      }
    }
  }
}
    `) as unknown as TypedDocumentString<NestedIssuesQuery, NestedIssuesQueryVariables>;