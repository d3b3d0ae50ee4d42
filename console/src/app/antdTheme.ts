import { theme, type ThemeConfig } from 'antd'
import type { Tokens } from './tokens'

export const fontFamily =
  "'IBM Plex Sans', 'PingFang SC', 'Microsoft YaHei UI', 'Noto Sans CJK SC', 'Noto Sans SC', system-ui, sans-serif"

/** antd's tokens, every one set: its default greys fail the contrast that WCAG AA asks for. */
export function antdTheme(t: Tokens, isDark: boolean, still: boolean): ThemeConfig {
  return {
    algorithm: isDark ? theme.darkAlgorithm : theme.defaultAlgorithm,
    token: {
      colorPrimary: t.primary,
      colorLink: t.primary,
      colorLinkHover: t.primaryHover,
      colorInfo: t.machineMark,
      colorSuccess: t.goodMark,
      colorWarning: t.oursMark,
      colorError: t.badMark,
      colorErrorText: t.badText,
      colorText: t.ink,
      colorTextSecondary: t.ink2,
      colorTextTertiary: t.ink3,
      colorTextQuaternary: t.ink3,
      colorTextDescription: t.ink3,
      colorTextPlaceholder: t.ink3,
      colorTextDisabled: t.ink3,
      colorTextLightSolid: t.primaryText,
      colorIcon: t.ink3,
      colorIconHover: t.ink,
      colorBgBase: t.surface,
      colorBgLayout: t.canvas,
      colorBgContainer: t.surface,
      colorBgElevated: t.raised,
      colorBgContainerDisabled: t.sunken,
      colorBorder: t.lineStrong,
      colorBorderSecondary: t.line,
      colorSplit: t.line,
      controlItemBgHover: t.hover,
      controlItemBgActive: t.selected,
      controlOutline: 'transparent',
      fontFamily,
      fontSize: 14,
      borderRadius: 6,
      borderRadiusLG: 8,
      controlHeight: 34,
      controlHeightSM: 28,
      controlHeightLG: 42,
      motionDurationFast: '0.08s',
      motionDurationMid: '0.12s',
      motionDurationSlow: '0.18s',
      // Killing animations by CSS would leave antd's dialogs invisible for ever.
      motion: !still,
    },
    components: { Button: { primaryShadow: 'none', defaultShadow: 'none', dangerShadow: 'none' } },
  }
}
