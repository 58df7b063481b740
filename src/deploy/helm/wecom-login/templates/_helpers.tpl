{{- define "wecom-login.name" -}}
{{- .Release.Name | trunc 63 | trimSuffix "-" }}
{{- end }}

{{- define "wecom-login.selectorLabels" -}}
app.kubernetes.io/name: wecom-login
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end }}

{{- define "wecom-login.labels" -}}
{{ include "wecom-login.selectorLabels" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ .Chart.Name }}-{{ .Chart.Version }}
{{- end }}
