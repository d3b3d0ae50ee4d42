import { cleanup } from '@testing-library/react'
import { afterEach, beforeEach } from 'vitest'
import { chooseLanguage } from '../words/language'

beforeEach(() => chooseLanguage('zh-CN'))
afterEach(cleanup)
