import { z } from 'zod'
import type { Actor, Label } from '#issue/github.ts'

// What several of GitHub's payloads have in common.

/** Some payloads carry seconds since 1970 where others carry text. */
export const time = z
  .union([z.iso.datetime({ offset: true }), z.number()])
  .transform((value) => new Date(typeof value === 'number' ? value * 1_000 : value))

/** Ids of GitHub are positive. */
export const id = z.number().int().positive()
/** An id for a column that holds GitHub's. */
export const externalId = id.transform(BigInt)
/** Somebody who did something. */
export const actor = z
  .object({ id, login: z.string(), html_url: z.url(), avatar_url: z.url() })
  .transform(
    ({ id, login, html_url, avatar_url }): Actor => ({
      id,
      login,
      htmlUrl: html_url,
      avatarUrl: avatar_url,
    }),
  )

/** A label of an issue or pull request. */
export const label = z
  .object({ id, name: z.string(), color: z.string() })
  .transform(({ id, name, color }): Label => ({ id, name, color }))

/** What an issue or pull request is planned for. */
export const milestone = z.object({
  id,
  number: z.number().int(),
  title: z.string(),
  state: z.string(),
})
