# Image of the application; with '--target demo', the demo in one container, and with
# '--target simulator', the simulator alone. Requires 'mvn clean package -DskipTests'.

FROM eclipse-temurin:25.0.4_7-jre-alpine AS layers
WORKDIR /layers
COPY target/wecom-login-*-app.jar app.jar
RUN ["java", "-Djarmode=tools", "-jar", "app.jar", "extract", "--layers", "--destination", "extracted", "--application-filename", "wecom-login.jar"]

# Simulator, for demos only
FROM eclipse-temurin:25.0.4_7-jre-alpine AS simulator
WORKDIR /simulator
COPY target/wecom-login-*-test.jar wecom-login-test.jar
COPY target/simulator/wiremock-standalone-*.jar wiremock-standalone.jar
USER 10001:10001
EXPOSE 8090
ENTRYPOINT ["java", "-XX:MaxRAMPercentage=60", "-cp", "wecom-login-test.jar:wiremock-standalone.jar", "io.github.wecomlogin.simulator.SimulatedWeComServer"]

# Application with the simulator in it
FROM eclipse-temurin:25.0.4_7-jre-alpine AS demo
WORKDIR /demo
COPY --from=layers /layers/extracted/dependencies/ ./
COPY --from=layers /layers/extracted/snapshot-dependencies/ ./
COPY --from=layers /layers/extracted/application/ ./
COPY --from=simulator /simulator/ ./
COPY target/classes/application-demo.yml classes/
COPY target/classes/io/github/wecomlogin/app/Demo*.class classes/io/github/wecomlogin/app/
USER 10001:10001
EXPOSE 8080 8090
HEALTHCHECK --interval=10s --timeout=3s --start-period=60s --start-interval=2s --retries=3 \
    CMD http_proxy= wget -q -O /dev/null http://127.0.0.1:8080/actuator/health/readiness
ENTRYPOINT ["java", "-XX:MaxRAMPercentage=60", "-cp", "wecom-login.jar:wecom-login-test.jar:wiremock-standalone.jar:classes", \
    "io.github.wecomlogin.app.WeComLoginApplication", "--spring.profiles.active=demo,container", \
    "--server.address=0.0.0.0", "--server.port=8080", "--wecom.simulator.port=8090"]

# Application, for production: nothing of the simulator
FROM eclipse-temurin:25.0.4_7-jre-alpine
LABEL org.opencontainers.image.title="wecom-login" \
      org.opencontainers.image.description="Sign in with WeCom (企业微信)" \
      org.opencontainers.image.source="https://github.com/wecomlogin/wecom-login" \
      org.opencontainers.image.licenses="Apache-2.0"
WORKDIR /app
# Ordered by rate of change. Files are owned by root and not written at run time
COPY --from=layers /layers/extracted/dependencies/ ./
COPY --from=layers /layers/extracted/spring-boot-loader/ ./
COPY --from=layers /layers/extracted/snapshot-dependencies/ ./
COPY --from=layers /layers/extracted/application/ ./
# Numeric, so that Kubernetes can verify runAsNonRoot
USER 10001:10001
EXPOSE 8080
# Bypasses the proxy that Docker may configure in all containers
HEALTHCHECK --interval=10s --timeout=3s --start-period=60s --start-interval=2s --retries=3 \
    CMD http_proxy= wget -q -O /dev/null "http://127.0.0.1:${MANAGEMENT_SERVER_PORT:-${SERVER_PORT:-8080}}/actuator/health/readiness"
# Further JVM options: JAVA_TOOL_OPTIONS; -Xmx there overrides the percentage here
ENTRYPOINT ["java", "-XX:MaxRAMPercentage=60", "-XX:+ExitOnOutOfMemoryError", "-jar", "wecom-login.jar"]
