import { QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { ConfigProvider } from 'antd'
import enUS from 'antd/locale/en_US'
import zhCN from 'antd/locale/zh_CN'
import { useState } from 'react'
import { useLanguage } from '../shared/words/words'
import { antdTheme } from './antdTheme'
import { newQueryClient } from './queryClient'
import { newRouter } from './router'
import { useTheme } from './theme'

/** The nonce that the binary gave this page for styles. */
const nonce = document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.nonce ?? ''

export function App() {
  const { isDark, tokens } = useTheme()
  const language = useLanguage()
  const [client] = useState(newQueryClient)
  const [router] = useState(() => newRouter(client))
  const still = matchMedia('(prefers-reduced-motion: reduce)').matches
  return (
    <QueryClientProvider client={client}>
      <ConfigProvider
        theme={antdTheme(tokens, isDark, still)}
        locale={language === 'en' ? enUS : zhCN}
        csp={{ nonce }}
        button={{ autoInsertSpace: false }}
      >
        <RouterProvider router={router} />
      </ConfigProvider>
    </QueryClientProvider>
  )
}
