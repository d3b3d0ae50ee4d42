import { readdirSync } from 'node:fs'
import hooks from 'eslint-plugin-react-hooks'
import tseslint from 'typescript-eslint'

const features = readdirSync(new URL('src/features', import.meta.url))

/** Who may import whom: shared < features < app < routes; no feature knows another. */
function may(folder, ...forbidden) {
  return {
    files: [`src/${folder}/**/*.{ts,tsx}`],
    rules: {
      'no-restricted-imports': [
        'error',
        { patterns: forbidden.map((group) => ({ group: [group], message: `${folder} is below it` })) },
      ],
    },
  }
}

export default tseslint.config(
  { ignores: ['dist', 'src/**/*.generated.ts', 'src/routeTree.gen.ts', 'screens', 'test-results'] },
  ...tseslint.configs.strictTypeChecked,
  {
    languageOptions: {
      parserOptions: {
        projectService: { allowDefaultProject: ['eslint.config.js', 'scripts/*.mjs'] },
        tsconfigRootDir: import.meta.dirname,
      },
    },
    plugins: { 'react-hooks': hooks },
    rules: {
      'react-hooks/rules-of-hooks': 'error',
      'react-hooks/exhaustive-deps': 'error',
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', varsIgnorePattern: '^_', ignoreRestSiblings: true },
      ],
      'max-lines': ['error', 400],
      'no-restricted-syntax': [
        'error',
        { selector: 'ExportDefaultDeclaration', message: 'name what is exported' },
        { selector: 'ExportAllDeclaration', message: 'no barrels' },
        { selector: 'JSXAttribute[name.name="dangerouslySetInnerHTML"]', message: 'no HTML from text' },
      ],
    },
  },
  // Playwright's fixtures have a function that is named use.
  { files: ['e2e/**/*.ts'], rules: { 'react-hooks/rules-of-hooks': 'off' } },
  { files: ['*.ts', '*.js'], rules: { 'no-restricted-syntax': 'off' } },
  { files: ['**/*.{js,mjs}'], ...tseslint.configs.disableTypeChecked },
  may('shared', '**/features/**', '**/routes/**', '**/app/**'),
  ...features.map((feature) =>
    may(
      `features/${feature}`,
      ...features.filter((other) => other !== feature).map((other) => `../${other}/**`),
      '**/routes/**',
      '**/app/**',
    ),
  ),
)
