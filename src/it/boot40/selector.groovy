// An offline build tries this only where Spring Boot 4.0 has been fetched before
def version = (new File(basedir, 'pom.xml').text =~ /<version>(4\.0\..+)<\/version>/)[0][1]
def fetched = new File(userLocalRepository, "org/springframework/boot/spring-boot-webmvc/${version}/spring-boot-webmvc-${version}.jar")
return mode != 'offline true' || fetched.exists()
