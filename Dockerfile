# The application as an image. Needs the jars that 'mvn package -DskipTests' builds.

FROM eclipse-temurin:25.0.4_7-jre-alpine AS layers
WORKDIR /layers
COPY target/wecom-login-*-app.jar app.jar
RUN ["java", "-Djarmode=tools", "-jar", "app.jar", "extract", "--layers", "--destination", "extracted", "--application-filename", "wecom-login.jar"]

# For the demo only (--target simulator): stands in for WeCom
FROM eclipse-temurin:25.0.4_7-jre-alpine AS simulator
WORKDIR /simulator
COPY target/wecom-login-*-test.jar wecom-login-test.jar
COPY target/simulator/wiremock-standalone-*.jar wiremock-standalone.jar
USER 10001:10001
EXPOSE 8090
ENTRYPOINT ["java", "-XX:MaxRAMPercentage=60", "-cp", "wecom-login-test.jar:wiremock-standalone.jar", "io.github.wecomlogin.simulator.SimulatedWeComServer"]

FROM eclipse-temurin:25.0.4_7-jre-alpine
LABEL org.opencontainers.image.title="wecom-login" \
      org.opencontainers.image.description="Sign in with WeCom (企业微信)" \
      org.opencontainers.image.source="https://github.com/wecomlogin/wecom-login" \
      org.opencontainers.image.licenses="Apache-2.0"
WORKDIR /app
# What changes least comes first. Everything belongs to root and nothing is written here
COPY --from=layers /layers/extracted/dependencies/ ./
COPY --from=layers /layers/extracted/spring-boot-loader/ ./
COPY --from=layers /layers/extracted/snapshot-dependencies/ ./
COPY --from=layers /layers/extracted/application/ ./
# A number, so that a cluster which wants no root can tell that it is not
USER 10001:10001
EXPOSE 8080
# Not by way of a proxy, which Docker can be told to name in every container
HEALTHCHECK --interval=10s --timeout=3s --start-period=60s --start-interval=2s --retries=3 \
    CMD http_proxy= wget -q -O /dev/null "http://127.0.0.1:${SERVER_PORT:-8080}/actuator/health/readiness"
# More options for the JVM by JAVA_TOOL_OPTIONS; -Xmx there counts more than the percentage here
ENTRYPOINT ["java", "-XX:MaxRAMPercentage=60", "-XX:+ExitOnOutOfMemoryError", "-jar", "wecom-login.jar"]
