import type { CodegenConfig } from '@graphql-codegen/cli'

const config: CodegenConfig = {
  schema: 'schema.graphql',
  documents: ['src/**/*.test.ts', 'test/**/*.ts', 'src/graphiql/examples/*.graphql'],
  ignoreNoDocuments: true,
  importExtension: '.ts',
  generates: {
    'test/generated/': {
      preset: 'client',
      presetConfig: { fragmentMasking: false },
      config: {
        documentMode: 'string',
        enumsAsTypes: true,
        useTypeImports: true,
        strictScalars: true,
        scalars: {
          DateTime: 'string',
          URL: 'string',
          Cents: 'number',
          EmailAddress: 'string',
          HTML: 'string',
        },
      },
    },
  },
}

export default config
