import type { Octokit } from '@octokit/core'
import type { Endpoints } from '@octokit/types'

declare const request: Octokit['request']

type DataOf<Answer> = Answer extends Promise<{ data: infer Data }> ? Data : never

/** What GitHub's own description says that an operation answers. */
export type UserData = DataOf<ReturnType<typeof request<'GET /user'>>>
export type PublicUserData = DataOf<ReturnType<typeof request<'GET /users/{username}'>>>
export type EmailData = DataOf<ReturnType<typeof request<'GET /user/emails'>>>[number]
export type MembersData = DataOf<ReturnType<typeof request<'GET /orgs/{org}/members'>>>
export type MembershipData = DataOf<ReturnType<typeof request<'GET /user/memberships/orgs/{org}'>>>
export type InstallationsData = DataOf<ReturnType<typeof request<'GET /user/installations'>>>
export type RepositoriesData = DataOf<
  ReturnType<typeof request<'GET /user/installations/{installation_id}/repositories'>>
>
export type RateLimitData = DataOf<ReturnType<typeof request<'GET /rate_limit'>>>
export type AppData = NonNullable<DataOf<ReturnType<typeof request<'GET /app'>>>>
export type InstallationTokenData = DataOf<
  ReturnType<typeof request<'POST /app/installations/{installation_id}/access_tokens'>>
>
export type AuthorizationData = DataOf<
  ReturnType<typeof request<'POST /applications/{client_id}/token'>>
>
export type SimpleUser = MembersData[number]
export type InstallationData = InstallationsData['installations'][number]
export type RepositoryData = RepositoriesData['repositories'][number]
export type PermissionsData = InstallationData['permissions']

type Answer<Operation extends keyof Endpoints> = Endpoints[Operation]['response']['data']

export type FullRepositoryData = Answer<'GET /repos/{owner}/{repo}'>
export type IssueData = Answer<'GET /repos/{owner}/{repo}/issues/{issue_number}'>
export type LabelData = Answer<'GET /repos/{owner}/{repo}/labels'>[number]
export type CommentData = Answer<'GET /repos/{owner}/{repo}/issues/{issue_number}/comments'>[number]
export type PullData = Answer<'GET /repos/{owner}/{repo}/pulls/{pull_number}'>
export type PullListData = Answer<'GET /repos/{owner}/{repo}/pulls'>[number]
export type CommitData = Answer<'GET /repos/{owner}/{repo}/commits/{ref}'>
export type BranchHeadData =
  Answer<'GET /repos/{owner}/{repo}/commits/{commit_sha}/branches-where-head'>[number]
export type IssueEventData = Answer<'GET /repos/{owner}/{repo}/issues/events'>[number]
export type DeliveryData = Answer<'GET /app/hook/deliveries/{delivery_id}'>
export type DeliveryItemData = Answer<'GET /app/hook/deliveries'>[number]
export type OrganizationData = Answer<'GET /orgs/{org}'>
export type InstallationRepositoriesData = Answer<'GET /installation/repositories'>
export type MilestoneData = NonNullable<IssueData['milestone']>
