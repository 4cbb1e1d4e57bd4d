import { defineConfig } from 'vitest/config'
import base from './vitest.config.ts'

/** Storms, kills, thousands of sequences and large data: what takes minutes. */
export default defineConfig({
  ...base,
  test: {
    ...base.test,
    include: ['src', 'test', 'sandbox', 'scripts'].map((folder) => `${folder}/**/*.long.test.ts`),
    exclude: [],
  },
})
