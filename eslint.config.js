import regexp from 'eslint-plugin-regexp';
import svelte from 'eslint-plugin-svelte';
import globals from 'globals';
import ts from 'typescript-eslint';

export default ts.config(
	{ ignores: ['build/', '.svelte-kit/', '.cache/', '.data/', 'src/lib/paraglide/', 'src/lib/data/database.types.ts', 'node_modules/'] },
	...ts.configs.strict,
	...svelte.configs.recommended,
	{
		languageOptions: { globals: { ...globals.browser, ...globals.node } },
		plugins: { regexp },
		rules: {
			// A text of a megabyte must not hold the server; tests/unit/regex.test.ts tries every expression.
			'regexp/no-super-linear-move': 'error',
			eqeqeq: ['error', 'always'],
			'no-console': 'off',
			'@typescript-eslint/no-non-null-assertion': 'error',
			'@typescript-eslint/consistent-type-imports': [
				'error',
				{ fixStyle: 'inline-type-imports', prefer: 'type-imports', disallowTypeAnnotations: false }
			],
			'@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
			'@typescript-eslint/no-invalid-void-type': 'off',
			'max-lines': ['error', { max: 300, skipBlankLines: true, skipComments: true }],
			// Nothing from outside is ever put into a page as markup.
			'svelte/no-at-html-tags': 'error',
			// Links come from paths.ts, which is the typed table; resolve() would be a second one.
			'svelte/no-navigation-without-resolve': 'off',
			// Shared values are $state.raw and replaced, never mutated.
			'svelte/prefer-svelte-reactivity': 'off'
		}
	},
	{ files: ['**/*.test.ts', 'tests/**'], rules: { 'regexp/no-super-linear-move': 'off' } },
	{
		files: ['**/*.svelte', '**/*.svelte.ts'],
		languageOptions: { parserOptions: { parser: ts.parser } },
		rules: { 'prefer-const': 'off', 'svelte/prefer-const': 'error' }
	},
	{
		files: ['**/*.ts', '**/*.svelte'],
		rules: {
			'no-restricted-syntax': [
				'error',
				{
					// The server shares modules between users.
					selector: 'Program > VariableDeclaration > VariableDeclarator > CallExpression[callee.name="$state"]',
					message: 'Module-level state is shared between users: make a class in a layout and hand it down by context.'
				}
			]
		}
	}
);
