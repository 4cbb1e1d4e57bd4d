import { expect, test } from 'vitest'
import { parseJson } from './json.ts'

test('leaves out NUL and replaces half surrogate pairs, which PostgreSQL does not store', () => {
  expect(parseJson('{"a":"x\\u0000y","b":["\\ud800z"]}')).toEqual({ a: 'xy', b: ['\ufffdz'] })
})

test('keeps whole pairs and an escaped backslash before u0000', () => {
  expect(parseJson('{"a":"\\ud83d\\ude80","b":"\\\\u0000"}')).toEqual({ a: '🚀', b: '\\u0000' })
})

test('throws for what is no JSON', () => {
  expect(() => parseJson('{"a":')).toThrow(SyntaxError)
})
