/** The shapes that the JSON columns of an issue hold. */

export type Actor = { id: number; login: string; htmlUrl: string; avatarUrl: string }

export type Label = { id: number; name: string; color: string }

export type Milestone = { id: number; number: number; title: string; state: string }

export type Reactions = {
  totalCount: number
  thumbsUp: number
  thumbsDown: number
  laugh: number
  hooray: number
  confused: number
  heart: number
  rocket: number
  eyes: number
}
