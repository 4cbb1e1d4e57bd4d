import { z } from 'zod'
import { InvalidEmailAddress } from './errors.ts'

/** Letters outside ASCII are refused: some look like others, some become others in lower case. */
const address = z
  .string()
  .trim()
  .max(320)
  .pipe(z.email())
  .refine((text) => text.indexOf('@') <= 64)

/** An e-mail address as it was meant. Throws InvalidEmailAddress. */
export const parseEmail = (text: string): string => {
  const { data } = address.safeParse(text)
  if (!data) throw new InvalidEmailAddress()
  return data
}
