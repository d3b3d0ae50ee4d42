import type { CodegenConfig } from '@graphql-codegen/cli'

/** Types of the OPS view, and of each document beside the page that sends it. */
const config: CodegenConfig = {
  schema: '../graph/testdata/views/OPS.live.graphqls',
  documents: 'src/**/*.graphql',
  generates: {
    'src/shared/graphql/types.generated.ts': {
      plugins: ['typescript'],
      config: {
        onlyOperationTypes: true,
        enumsAsTypes: true,
        skipTypename: true,
        useTypeImports: true,
        strictScalars: true,
        defaultScalarType: 'unknown',
        scalars: {
          ID: 'string',
          Decimal: 'string',
          DateTime: 'string',
          Date: 'string',
          Long: 'string',
          URL: 'string',
          CurrencyCode: 'string',
          JSONObject: 'Record<string, unknown>',
        },
      },
    },
    'src/': {
      preset: 'near-operation-file',
      presetConfig: { baseTypesPath: 'shared/graphql/types.generated.ts', extension: '.generated.ts' },
      plugins: ['typescript-operations', 'typed-document-node'],
      config: {
        documentMode: 'string',
        disableDescriptions: true,
        skipTypename: true,
        useTypeImports: true,
        enumsAsTypes: true,
        strictScalars: true,
        defaultScalarType: 'unknown',
        onlyOperationTypes: true,
        scalars: {
          ID: 'string',
          Decimal: 'string',
          DateTime: 'string',
          Date: 'string',
          Long: 'string',
          URL: 'string',
          CurrencyCode: 'string',
          JSONObject: 'Record<string, unknown>',
        },
      },
    },
  },
}

export { config as default }
